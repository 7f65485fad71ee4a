use crate::sheet::{Block, Sheet};

/// A head and shoulders that are nobody's, `w` by `w` x 9/7 millimetres. `tone` varies the hair and the skin.
pub(super) fn portrait(sheet: &mut Sheet, x: f32, y: f32, w: f32, tone: usize) {
    let h = w * 45.0 / 35.0;
    let skin = [205, 190, 172, 155, 140][tone % 5];
    let hair = [40, 25, 70, 30, 110][(tone / 2) % 5];
    sheet.area(x, y, w, h, 225);
    let at = |px: f32, py: f32| (x + w * px, y + h * py);
    let shoulders = [(0.06, 1.0), (0.1, 0.82), (0.3, 0.74), (0.5, 0.72), (0.7, 0.74), (0.9, 0.82), (0.94, 1.0)];
    sheet.draw(Block::Curve {
        points: shoulders.iter().map(|p| at(p.0, p.1)).collect(),
        stroke: 0.0,
        fill: Some(90),
        ink: 90,
    });
    let disc = |px, py, r: f32, fill| {
        let (cx, cy) = at(px, py);
        Block::Circle { x: cx, y: cy, r: r * w, fill: Some(fill), stroke: 0.0, ink: fill }
    };
    sheet.draw(disc(0.5, 0.36, 0.27, hair));
    let (neck_x, neck_y) = at(0.41, 0.55);
    sheet.area(neck_x, neck_y, w * 0.18, h * 0.2, skin);
    for step in 0_u8..8 {
        sheet.draw(disc(0.5, 0.40 + 0.016 * f32::from(step), 0.225 - 0.004 * f32::from(step), skin));
    }
    for side in [0.41, 0.59] {
        sheet.draw(disc(side, 0.42, 0.028, 40));
    }
    let mouth = [at(0.43, 0.555), at(0.5, 0.57), at(0.57, 0.555)];
    sheet.draw(Block::Curve { points: mouth.to_vec(), stroke: w * 0.018, fill: None, ink: 80 });
    let nose = [at(0.5, 0.44), at(0.485, 0.5), at(0.51, 0.505)];
    sheet.draw(Block::Curve { points: nose.to_vec(), stroke: w * 0.012, fill: None, ink: skin / 2 });
}

/// A signature that is nobody's: loops driven by the letters of the name.
pub(super) fn signature(sheet: &mut Sheet, x: f32, y: f32, name: &str) {
    let mut points = vec![(x, y + 4.0)];
    for (i, byte) in name.bytes().take(9).enumerate() {
        let step = f32::from(u8::try_from(i).unwrap_or(9));
        let rise = f32::from(byte % 7) - 3.0;
        points.push((x + 2.0 + step * 3.4, y + 3.0 - rise * 1.4));
        points.push((x + 0.6 + step * 3.4, y + 5.0 + rise * 0.5));
    }
    points.extend([(x + 34.0, y + 1.0), (x + 4.0, y + 8.0), (x + 36.0, y + 7.0)]);
    sheet.draw(Block::Curve { points, stroke: 0.35, fill: None, ink: 45 });
}
