//! [`Square`]: a table with as many rows as columns, in one piece.

/// A table of `size` times `size` cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Square<T> {
    size: usize,
    cells: Vec<T>,
}

impl<T: Copy + Default> Square<T> {
    /// A table with the same value everywhere.
    pub(super) fn new(size: usize, value: T) -> Self {
        Self { size, cells: vec![value; size * size] }
    }

    pub(super) const fn len(&self) -> usize {
        self.size
    }

    /// One cell; the default beyond the edge.
    pub(super) fn get(&self, row: usize, column: usize) -> T {
        self.row(row).get(column).copied().unwrap_or_default()
    }

    pub(super) fn set(&mut self, row: usize, column: usize, value: T) {
        self.change(row, column, |cell| *cell = value);
    }

    /// Changes one cell; does nothing beyond the edge.
    pub(super) fn change(&mut self, row: usize, column: usize, change: impl FnOnce(&mut T)) {
        if let Some(cell) = self.row_mut(row).get_mut(column) {
            change(cell);
        }
    }

    pub(super) fn row(&self, row: usize) -> &[T] {
        self.cells.get(row * self.size..(row + 1) * self.size).unwrap_or_default()
    }

    pub(super) fn row_mut(&mut self, row: usize) -> &mut [T] {
        self.cells.get_mut(row * self.size..(row + 1) * self.size).unwrap_or_default()
    }

    /// The rows from the first.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[T]> {
        self.cells.chunks_exact(self.size.max(1))
    }
}

impl Square<u64> {
    /// Adds another table of the same size, cell by cell.
    pub(super) fn add(mut self, other: Self) -> Self {
        for (cell, more) in self.cells.iter_mut().zip(other.cells) {
            *cell += more;
        }
        self
    }
}
