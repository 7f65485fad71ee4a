use crate::WorldError;

/// Makes one thing of each item, two at a time, in the order of the items.
pub(crate) fn two_lanes<T: Sync, U: Send>(
    items: &[T],
    draw: impl Fn(&T) -> Result<U, WorldError> + Sync,
) -> Result<Vec<U>, WorldError> {
    let draw = &draw;
    let made = std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..2)
            .map(|lane| {
                let mine = items.iter().enumerate().filter(move |(i, _)| i % 2 == lane);
                scope.spawn(move || mine.map(|(i, item)| draw(item).map(|it| (i, it))).collect::<Result<Vec<_>, _>>())
            })
            .collect();
        lanes
            .into_iter()
            .map(|lane| lane.join().unwrap_or_else(|_| Err(WorldError::Render("a drawing panicked".to_owned()))))
            .collect::<Result<Vec<_>, _>>()
    })?;
    let mut made: Vec<_> = made.into_iter().flatten().collect();
    made.sort_by_key(|(i, _)| *i);
    Ok(made.into_iter().map(|(_, it)| it).collect())
}
