use super::{bytes::Bytes, kernel::WIDE, lexicon::Lexicon};

/// Places of the parts in a file of language data (`tessdatamanager.h`).
const NETWORK: usize = 17;
const WORDS: usize = 19;
const CHARACTERS: usize = 21;
const CODES: usize = 22;

/// A recogniser of lines as Tesseract's language data describe it: weights, and what each output stands for.
pub struct Model {
    /// Rows of pixels a line is scaled to.
    pub height: usize,
    /// Inputs of each point: the pixels around it, column by column.
    pub convolution: Weights,
    /// Reads the columns of pixels from top to bottom.
    pub columns: Lstm,
    /// Read along the line: from its start, from its end, from its start again.
    pub along: [Lstm; 3],
    /// One output for each code.
    pub output: Weights,
    /// What each code stands for; nothing for the code between characters.
    pub characters: Vec<Option<String>>,
    /// The code that stands between characters.
    pub between: usize,
    /// The words of the language, when the data hold some.
    pub lexicon: Option<Lexicon>,
}

/// A layer. The weights are laid out as they are used: for each `WIDE` outputs, those of the first input, of the second...
pub struct Weights {
    pub inputs: usize,
    /// Filled up to a whole number of vectors.
    pub outputs: usize,
    /// Outputs that stand for something.
    pub used: usize,
    pub values: Vec<f32>,
    pub biases: Vec<f32>,
}

/// A long short-term memory: for each gate `states` outputs, in the order candidate, input, forget, output.
pub struct Lstm {
    pub states: usize,
    /// What the layer before says.
    pub from_input: Weights,
    /// What this layer said at the step before.
    pub from_state: Weights,
}

impl Model {
    /// The model in these language data; nothing when it has another shape than the one French has, or is damaged.
    pub fn parse(language_data: &[u8]) -> Option<Self> {
        let mut network = Bytes::new(part(language_data, NETWORK)?);
        let layers = layer(&mut network, 0)?;
        let name = network.text()?;
        let after = network.take(12)?;
        debug_assert!(!name.is_empty() && after.len() == 12);
        let between = usize::try_from(network.int()?).ok()?;
        let names = names(part(language_data, CHARACTERS)?)?;
        let characters = characters(&names, part(language_data, CODES)?)?;
        let lexicon = part(language_data, WORDS).and_then(|words| Lexicon::parse(words, &names));
        Self::of(layers, characters, between, lexicon)
    }

    fn of(layers: Layer, characters: Vec<Option<String>>, between: usize, lexicon: Option<Lexicon>) -> Option<Self> {
        let mut parts = flat(layers).into_iter();
        let (Layer::Input { height, depth: 1 }, Layer::Around { x: 1, y: 1 }) = (parts.next()?, parts.next()?) else {
            return None;
        };
        let (Layer::Full(convolution), Layer::Largest { x: 3, y: 3 }) = (parts.next()?, parts.next()?) else {
            return None;
        };
        let columns = Layer::lstm(parts.next()?, Way::Columns)?;
        let along = [
            Layer::lstm(parts.next()?, Way::Forward)?,
            Layer::lstm(parts.next()?, Way::Backward)?,
            Layer::lstm(parts.next()?, Way::Forward)?,
        ];
        let Layer::Full(output) = parts.next()? else { return None };
        let chained = convolution.inputs == 9
            && columns.from_input.inputs == convolution.outputs
            && along[0].from_input.inputs == columns.states
            && along[1].from_input.inputs == along[0].states
            && along[2].from_input.inputs == along[1].states
            && output.inputs == along[2].states;
        let named = characters.len() <= output.used && between < output.used;
        let whole = chained && named && height % 3 == 0 && height > 0 && parts.next().is_none();
        whole.then_some(Self { height, convolution, columns, along, output, characters, between, lexicon })
    }
}

/// A numbered part of the language data.
fn part(data: &[u8], number: usize) -> Option<&[u8]> {
    let mut head = Bytes::new(data);
    let count = usize::try_from(head.int()?).ok().filter(|count| (number + 1..=200).contains(count))?;
    let places: Vec<usize> = (0..count).map(|_| head.long()).collect::<Option<_>>()?;
    let start = places[number];
    // Absent parts are at the largest number.
    let end = places[number + 1..].iter().copied().find(|place| *place <= data.len()).unwrap_or(data.len());
    data.get(start..end)
}

enum Layer {
    Several(Vec<Layer>),
    Input { height: usize, depth: usize },
    Around { x: i32, y: i32 },
    Largest { x: i32, y: i32 },
    Full(Weights),
    Memory(Lstm),
    Summary(Lstm),
    Reversed(Box<Layer>),
    Upright(Box<Layer>),
}

enum Way {
    Columns,
    Forward,
    Backward,
}

impl Layer {
    fn lstm(self, way: Way) -> Option<Lstm> {
        match (self, way) {
            (Self::Memory(lstm), Way::Forward) => Some(lstm),
            (Self::Reversed(inner), Way::Backward) => match *inner {
                Self::Memory(lstm) => Some(lstm),
                _ => None,
            },
            (Self::Upright(inner), Way::Columns) => match *inner {
                Self::Summary(lstm) => Some(lstm),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Layers in the order in which they work.
fn flat(layer: Layer) -> Vec<Layer> {
    match layer {
        Layer::Several(layers) => layers.into_iter().flat_map(flat).collect(),
        other => vec![other],
    }
}

/// Reads a layer and those inside it (`Network::CreateFromFile`).
fn layer(bytes: &mut Bytes<'_>, depth: u8) -> Option<Layer> {
    if depth > 8 || bytes.byte()? != 0 {
        return None;
    }
    let kind = bytes.text()?.to_owned();
    bytes.take(2)?;
    let flags = bytes.int()?;
    let inputs = usize::try_from(bytes.int()?).ok()?;
    bytes.take(8)?;
    bytes.text()?;
    match &kind[..] {
        "Series" | "RTLReversed" | "XYTranspose" => {
            let count = bytes.int()?;
            let mut layers = (0..count.clamp(0, 64)).map(|_| layer(bytes, depth + 1)).collect::<Option<Vec<_>>>()?;
            if flags & 64 != 0 {
                let rates = usize::try_from(bytes.int()?).ok()?;
                bytes.take(rates.checked_mul(4)?)?;
            }
            match &kind[..] {
                "Series" => Some(Layer::Several(layers)),
                _ if layers.len() != 1 => None,
                "RTLReversed" => layers.pop().map(|only| Layer::Reversed(Box::new(only))),
                _ => layers.pop().map(|only| Layer::Upright(Box::new(only))),
            }
        }
        "Input" => {
            let shape: Vec<i32> = (0..5).map(|_| bytes.int()).collect::<Option<_>>()?;
            Some(Layer::Input { height: usize::try_from(shape[1]).ok()?, depth: usize::try_from(shape[3]).ok()? })
        }
        "Convolve" => Some(Layer::Around { x: bytes.int()?, y: bytes.int()? }),
        "Maxpool" => Some(Layer::Largest { x: bytes.int()?, y: bytes.int()? }),
        "Tanh" | "Softmax" => Some(Layer::Full(Weights::of(&matrix(bytes)?, 0..inputs, true))),
        "LSTM" | "SummLSTM" => {
            let width = usize::try_from(bytes.int()?).ok()?;
            let gates = (0..4).map(|_| matrix(bytes)).collect::<Option<Vec<_>>>()?;
            let lstm = Lstm::of(&gates, inputs, width)?;
            Some(if kind == "LSTM" { Layer::Memory(lstm) } else { Layer::Summary(lstm) })
        }
        _ => None,
    }
}

/// Rows of weights, one row for each output, its bias last.
struct Matrix {
    columns: usize,
    values: Vec<f32>,
}

/// `WeightMatrix::DeSerialize`: whole numbers with a scale for each row, or plain ones.
fn matrix(bytes: &mut Bytes<'_>) -> Option<Matrix> {
    let mode = bytes.byte()?;
    if mode & 128 == 0 {
        return None;
    }
    let (rows, columns) = (usize::try_from(bytes.int()?).ok()?, usize::try_from(bytes.int()?).ok()?);
    let size = rows.checked_mul(columns).filter(|size| *size > 0 && *size < 1 << 26)?;
    let values = if mode & 1 == 1 {
        bytes.take(1)?;
        let whole = bytes.take(size)?;
        let count = usize::try_from(bytes.int()?).ok().filter(|count| *count >= rows)?;
        let scales: Vec<f32> = (0..count).map(|_| bytes.double()).collect::<Option<_>>()?;
        let row =
            |(row, scale): (&[u8], f32)| row.iter().map(|w| f32::from(w.cast_signed()) * scale).collect::<Vec<_>>();
        whole.chunks_exact(columns).zip(scales).flat_map(row).collect()
    } else {
        bytes.take(8)?;
        (0..size).map(|_| bytes.double()).collect::<Option<_>>()?
    };
    Some(Matrix { columns, values })
}

impl Weights {
    /// The part of a matrix that these inputs take.
    fn of(matrix: &Matrix, inputs: std::ops::Range<usize>, with_biases: bool) -> Self {
        let outputs = matrix.values.len() / matrix.columns;
        // Rows of weights are filled to whole vectors.
        let filled = outputs.next_multiple_of(WIDE);
        let mut weights = vec![0.0; inputs.len() * filled];
        let mut biases = vec![0.0; filled];
        for (output, row) in matrix.values.chunks_exact(matrix.columns).enumerate() {
            for (input, weight) in row[inputs.clone()].iter().enumerate() {
                weights[output / WIDE * WIDE * inputs.len() + input * WIDE + output % WIDE] = *weight;
            }
            if with_biases {
                biases[output] = row[matrix.columns - 1];
            }
        }
        Self { inputs: inputs.len(), outputs: filled, used: outputs, values: weights, biases }
    }
}

impl Lstm {
    fn of(gates: &[Matrix], inputs: usize, width: usize) -> Option<Self> {
        let columns = gates[0].columns;
        let states = gates[0].values.len() / columns;
        let same = gates.iter().all(|gate| gate.columns == columns && gate.values.len() == gates[0].values.len());
        let one_way = width == inputs + states && columns == width + 1;
        if !same || !one_way || !states.is_multiple_of(WIDE) {
            return None;
        }
        let values = gates.iter().flat_map(|gate| gate.values.iter().copied()).collect();
        let all = Matrix { columns, values };
        let from_input = Weights::of(&all, 0..inputs, true);
        let from_state = Weights::of(&all, inputs..width, false);
        Some(Self { states, from_input, from_state })
    }
}

/// The characters by their numbers, one a line.
fn names(list: &[u8]) -> Option<Vec<&str>> {
    let list = std::str::from_utf8(list).ok()?;
    Some(list.lines().skip(1).filter_map(|line| line.split(' ').next()).collect())
}

/// What each code stands for: the characters, and the code of each.
fn characters(names: &[&str], codes: &[u8]) -> Option<Vec<Option<String>>> {
    let mut bytes = Bytes::new(codes);
    let count = usize::try_from(bytes.int()?).ok()?;
    let mut characters = Vec::new();
    for character in 0..count.min(10_000) {
        bytes.byte()?;
        if bytes.int()? != 1 {
            return None;
        }
        let code = usize::try_from(bytes.int()?).ok().filter(|code| *code < 10_000)?;
        if characters.len() <= code {
            characters.resize(code + 1, None);
        }
        characters[code] = match (character, names.get(character)?) {
            (0, _) => Some(" ".to_owned()),
            // Joined and broken pieces of characters.
            (1 | 2, _) => None,
            (_, name) => Some((*name).to_owned()),
        };
    }
    Some(characters)
}
