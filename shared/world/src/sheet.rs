use serde::Serialize;

use crate::mrz::plain_latin;

/// The letterings at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Face {
    /// Printed forms, invoices.
    Sans,
    /// Certificates, court orders.
    Serif,
    /// A typewriter.
    Typewriter,
    /// Flowing handwriting.
    Hand,
    /// Careful handwriting, block letters.
    Script,
    /// Machine-readable zones.
    Mono,
}

impl Face {
    /// A person's hand, which no engine reads surely.
    pub(crate) const fn is_hand(self) -> bool {
        matches!(self, Self::Hand | Self::Script)
    }
}

/// Something drawn at a place. Millimetres from the top left corner, points for type, ink 0 to 255.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Block {
    Text(Text),
    Box {
        x: f32,
        y: f32,
        w: f32,
        h: f32,
        radius: f32,
        fill: Option<u8>,
        stroke: f32,
        ink: u8,
    },
    Line {
        x: f32,
        y: f32,
        x2: f32,
        y2: f32,
        stroke: f32,
        ink: u8,
        dashed: bool,
    },
    Circle {
        x: f32,
        y: f32,
        r: f32,
        fill: Option<u8>,
        stroke: f32,
        ink: u8,
    },
    Arc {
        x: f32,
        y: f32,
        r: f32,
        step: f32,
        inward: bool,
        size: f32,
        ink: u8,
        body: String,
    },
    Bars {
        x: f32,
        y: f32,
        h: f32,
        module: f32,
        runs: Vec<u8>,
    },
    Curve {
        points: Vec<(f32, f32)>,
        stroke: f32,
        fill: Option<u8>,
        ink: u8,
    },
    /// Blocks placed in a square of `side` around `x`, `y`, turned together.
    Group {
        x: f32,
        y: f32,
        side: f32,
        angle: f32,
        blocks: Vec<Block>,
    },
}

/// A piece of text; `w` wraps it, `h` makes the typesetter refuse a text that does not fit.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Text {
    pub x: f32,
    pub y: f32,
    pub w: Option<f32>,
    pub h: Option<f32>,
    pub face: Face,
    pub size: f32,
    pub weight: u16,
    pub ink: u8,
    pub tracking: f32,
    pub leading: f32,
    pub align: &'static str,
    pub angle: f32,
    pub body: String,
}

impl Text {
    pub(crate) fn new(x: f32, y: f32, face: Face, size: f32, body: impl Into<String>) -> Self {
        let body = body.into();
        let (w, h, weight, ink, tracking, leading, angle) = (None, None, 400, 20, 0.0, 0.62, 0.0);
        Self { x, y, w, h, face, size, weight, ink, tracking, leading, align: "left", angle, body }
    }
    pub(crate) const fn bold(mut self) -> Self {
        self.weight = 700;
        self
    }
    pub(crate) const fn wide(mut self, w: f32) -> Self {
        self.w = Some(w);
        self
    }
    pub(crate) const fn within(mut self, w: f32, h: f32) -> Self {
        (self.w, self.h) = (Some(w), Some(h));
        self
    }
    pub(crate) const fn centred(mut self, w: f32) -> Self {
        (self.w, self.align) = (Some(w), "center");
        self
    }
    pub(crate) const fn flush_right(mut self, w: f32) -> Self {
        (self.w, self.align) = (Some(w), "right");
        self
    }
    pub(crate) const fn ink(mut self, ink: u8) -> Self {
        self.ink = ink;
        self
    }
    pub(crate) const fn tracked(mut self, tracking: f32) -> Self {
        self.tracking = tracking;
        self
    }
    pub(crate) const fn led(mut self, leading: f32) -> Self {
        self.leading = leading;
        self
    }
    pub(crate) const fn turned(mut self, angle: f32) -> Self {
        self.angle = angle;
        self
    }
}

/// A sheet of paper being filled, and the true text of it in reading order.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Sheet {
    pub width: f32,
    pub height: f32,
    pub paper: u8,
    pub blocks: Vec<Block>,
    #[serde(skip)]
    pub truth: Vec<String>,
}

impl Sheet {
    /// An empty sheet of this size in millimetres.
    pub(crate) const fn new(width: f32, height: f32) -> Self {
        Self { width, height, paper: 255, blocks: Vec::new(), truth: Vec::new() }
    }

    /// An empty A4 sheet, upright.
    pub(crate) const fn a4() -> Self {
        Self::new(210.0, 297.0)
    }

    /// Writes a text and keeps it as true text. French offices print only the letters of their own keyboard.
    pub(crate) fn text(&mut self, mut text: Text) -> &mut Self {
        text.body = text.body.chars().map(plain_latin).collect();
        self.truth.push(text.body.clone());
        self.blocks.push(Block::Text(text));
        self
    }

    /// Writes a text that nobody is expected to read (watermarks, microprint).
    pub(crate) fn ornament(&mut self, text: Text) -> &mut Self {
        self.blocks.push(Block::Text(text));
        self
    }

    /// An empty frame.
    pub(crate) fn frame(&mut self, x: f32, y: f32, w: f32, h: f32, stroke: f32) -> &mut Self {
        self.draw(Block::Box { x, y, w, h, radius: 0.0, fill: None, stroke, ink: 40 })
    }

    /// A filled area without border.
    pub(crate) fn area(&mut self, x: f32, y: f32, w: f32, h: f32, fill: u8) -> &mut Self {
        self.draw(Block::Box { x, y, w, h, radius: 0.0, fill: Some(fill), stroke: 0.0, ink: fill })
    }

    /// A straight line.
    pub(crate) fn line(&mut self, x: f32, y: f32, x2: f32, y2: f32) -> &mut Self {
        self.draw(Block::Line { x, y, x2, y2, stroke: 0.25, ink: 70, dashed: false })
    }

    /// Anything else.
    pub(crate) fn draw(&mut self, block: Block) -> &mut Self {
        self.blocks.push(block);
        self
    }

    /// A printed label and, under it, a value written into a frame by `face`.
    pub(crate) fn field(&mut self, at: (f32, f32, f32), label: &str, value: &str, face: Face) -> &mut Self {
        let (x, y, w) = at;
        self.text(Text::new(x, y, Face::Sans, 7.5, label).ink(60));
        self.frame(x, y + 3.6, w, 8.2, 0.25);
        if value.is_empty() {
            return self;
        }
        let size = if face.is_hand() { 15.0 } else { 11.0 };
        let drop = if face == Face::Hand { 5.6 } else { 5.9 };
        self.text(Text::new(x + 1.8, y + drop, face, size, value))
    }

    /// A square to tick, with its words.
    pub(crate) fn tick(&mut self, x: f32, y: f32, ticked: bool, words: &str) -> &mut Self {
        self.frame(x, y, 4.0, 4.0, 0.35);
        if ticked {
            for (a, b, c, d) in [(0.6, 0.7, 3.6, 3.4), (3.5, 0.5, 0.5, 3.5)] {
                let (x, y, x2, y2) = (x + a, y + b, x + c, y + d);
                self.draw(Block::Line { x, y, x2, y2, stroke: 0.5, ink: 30, dashed: false });
            }
        }
        self.text(Text::new(x + 6.0, y + 0.5, Face::Sans, 10.0, words))
    }

    /// The small line that marks a paper as fictitious.
    pub(crate) fn footer(&mut self) -> &mut Self {
        let (y, w) = (self.height - 8.0, self.width - 20.0);
        self.text(Text::new(10.0, y, Face::Sans, 6.5, "DÉMONSTRATION - document fictif").ink(110).centred(w))
    }

    /// The true text, one line per piece of writing.
    pub(crate) fn true_text(&self) -> String {
        self.truth.join("\n")
    }
}
