use hayro::{
    hayro_interpret::{
        BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
        InterpreterSettings, SoftMask, TransformExt,
        font::{Glyph, GlyphRun},
        hayro_cmap::BfString,
        interpret_page,
    },
    hayro_syntax::page::Page,
    kurbo::{BezPath, Point, Rect, Vec2},
};
use reading::LayerDoubt;

/// A visible character and its place in points, origin top left.
pub struct PlacedGlyph {
    /// What it says; nothing when the file does not tell.
    pub text: Option<String>,
    /// Start of its base line.
    pub origin: Point,
    /// From its start to the start of the next.
    pub advance: Vec2,
    /// Height of the font.
    pub size: f64,
}

/// What a page is made of, found without drawing it.
pub struct Survey {
    /// The visible characters in the order of the file.
    pub glyphs: Vec<PlacedGlyph>,
    /// How many characters are invisible.
    hidden: usize,
    /// The picture of most pixels.
    pub largest_image: Option<(u32, u32)>,
    /// The picture that covers most of the page: share of the page (0 to 1) and pixels per inch.
    cover: Option<(f64, f64)>,
    page_area: f64,
}

/// Characters kept of one page: more is an attack, not a letter.
const MOST_GLYPHS: usize = 200_000;
/// Characters that say something.
const A_WORD: usize = 3;

impl Survey {
    /// Looks at a page.
    pub fn of(page: &Page<'_>) -> Self {
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let cache = InterpreterCache::new();
        let transform = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(transform, bounds, &cache, page.xref(), InterpreterSettings::default());
        let mut survey =
            Self { glyphs: Vec::new(), hidden: 0, largest_image: None, cover: None, page_area: bounds.area().max(1.0) };
        interpret_page(page, &mut context, &mut survey);
        survey
    }

    /// The resolution of the scan, when one picture covers at least half of the page.
    pub fn scan_dpi(&self) -> Option<f64> {
        self.cover.filter(|(share, _)| *share > 0.5).map(|(_, dpi)| dpi)
    }

    /// Whether the text of the file stands for what a person sees: the page is not a scan, and nearly all of its
    /// characters are known. Invisible text (a recognition made by others) never counts.
    pub fn trusted(&self) -> bool {
        let letters = self.glyphs.iter().filter(|glyph| glyph.has_letter()).count();
        self.scan_dpi().is_none() && letters >= A_WORD && self.mostly_known()
    }

    /// Why the text of the file is not to be taken, when there is some and it is not.
    pub fn doubt(&self) -> Option<LayerDoubt> {
        if self.trusted() {
            return None;
        }
        if self.glyphs.len() >= A_WORD && !self.mostly_known() {
            return Some(LayerDoubt::Unknown);
        }
        (self.hidden >= A_WORD).then_some(LayerDoubt::Hidden)
    }

    fn mostly_known(&self) -> bool {
        let known = self.glyphs.iter().filter(|glyph| glyph.text.is_some()).count();
        known * 20 >= self.glyphs.len() * 19
    }
}

impl PlacedGlyph {
    fn has_letter(&self) -> bool {
        self.text.as_ref().is_some_and(|text| text.chars().any(char::is_alphanumeric))
    }
}

fn text_of(glyph: &Glyph<'_>) -> Option<String> {
    let text = match glyph.as_unicode()? {
        BfString::Char(character) => character.to_string(),
        BfString::String(text) => text,
    };
    // Private use characters and the replacement character say nothing.
    let telling =
        |c: char| c == '\t' || (!c.is_control() && c != '\u{fffd}' && !('\u{e000}'..='\u{f8ff}').contains(&c));
    text.chars().all(telling).then_some(text)
}

impl Device<'_> for Survey {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, '_>, props: DrawProps<'_>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Invisible) {
            self.hidden = self.hidden.saturating_add(run.glyphs().len());
            return;
        }
        for glyph in run.glyphs().iter().take(MOST_GLYPHS.saturating_sub(self.glyphs.len())) {
            let width = match &**glyph {
                Glyph::Outline(outline) => outline.advance_width(),
                Glyph::Type3(drawn) => drawn.advance_width(),
            };
            let transform = props.transform * glyph.transform();
            let origin = transform * Point::ZERO;
            let advance = transform * Point::new(f64::from(width.unwrap_or(500.0)), 0.0) - origin;
            let size = (transform * Point::new(0.0, 1000.0) - origin).hypot();
            if origin.is_finite() && advance.is_finite() && size.is_finite() {
                self.glyphs.push(PlacedGlyph { text: text_of(glyph), origin, advance, size });
            }
        }
    }

    fn draw_image(&mut self, image: Image<'_, '_>, props: ImageDrawProps<'_>) {
        let (width, height) = (image.width(), image.height());
        let pixels = |(width, height): (u32, u32)| u64::from(width) * u64::from(height);
        if self.largest_image.is_none_or(|largest| pixels(largest) < pixels((width, height))) {
            self.largest_image = Some((width, height));
        }
        let across = props.transform * Point::new(f64::from(width), 0.0) - props.transform * Point::ZERO;
        let place = props.transform.transform_rect_bbox(Rect::new(0.0, 0.0, f64::from(width), f64::from(height)));
        let share = place.area() / self.page_area;
        let dpi = f64::from(width) * 72.0 / across.hypot();
        if dpi.is_finite() && self.cover.is_none_or(|(most, _)| most < share) {
            self.cover = Some((share, dpi));
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'_>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
