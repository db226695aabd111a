//! Where the panes lie. Pure arithmetic on the size of the terminal, so that paging and drawing agree.

/// What has the keyboard.
pub use crate::action::Context as Pane;

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// Column of its left edge.
    pub x: u16,
    /// Row of its upper edge.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

/// How a pane is framed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Frame {
    /// The whole pane.
    pub outer: Area,
    /// What is left for its content.
    pub inner: Area,
    /// Whether there is a border (else the content fills the pane).
    pub border: bool,
    /// Whether the border has sides: where nothing stands beside a pane they divide it from nothing, and take two columns.
    pub sides: bool,
}

/// Where everything lies at one size; a pane that is not on the screen is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Geometry {
    /// One line with the view's name and the counts.
    pub header: Option<Area>,
    /// The article list.
    pub list: Option<Frame>,
    /// The text.
    pub body: Option<Frame>,
    /// The related posts.
    pub related: Option<Frame>,
    /// The rail.
    pub rail: Option<Frame>,
    /// One line with the keys that are valid now.
    pub status: Option<Area>,
    /// Rows of the terminal that one article takes in the list.
    pub list_row_height: u16,
    /// Rows of the terminal that one related post takes: two where the pane is a column of its own.
    pub related_row_height: u16,
    /// The terminal is too small for anything but one line of words.
    pub tiny: bool,
}

/// Three columns from here on, and room for the rail beside the list.
const THREE_COLUMNS: u16 = 150;
/// Columns of the rail beside the list.
const RAIL: u16 = 30;
/// List beside body over related from here on.
const WIDE: u16 = 110;
/// List beside body from here on.
const TWO_COLUMNS: u16 = 70;
/// Below this many columns or rows there is one honest line.
const TINY: (u16, u16) = (20, 5);
/// Below this many rows the borders, and two-line rows, cost more than they give.
const LOW: u16 = 14;
/// Columns besides the measure that the body pane can use: borders, margins, scrollbar.
const BODY_EXTRA: u16 = 8;

impl Geometry {
    /// Lays the panes out on a terminal of so many columns and rows. The `rail`, where it is open, is a column of its own
    /// if there is room, and the others lie as on a terminal without it; else it takes the list's place while it has the
    /// focus.
    pub fn new((width, height): (u16, u16), focus: Pane, measure: u16, zen: bool, rail: bool) -> Self {
        if width < TINY.0 || height < TINY.1 {
            return Self { tiny: true, list_row_height: 1, ..Self::default() };
        }
        let all = Area { x: 0, y: 0, width, height };
        let (header, rest) = all.split_top(u16::from(height >= 8));
        let (panes, status) = rest.split_bottom(1);
        let mut geometry = Self {
            header: (header.height > 0).then_some(header),
            status: Some(status),
            list_row_height: if height < LOW { 1 } else { 2 },
            related_row_height: 1,
            ..Self::default()
        };
        let border = height >= LOW;
        let column = if rail && width >= THREE_COLUMNS && !zen { RAIL } else { 0 };
        let (rail, panes) = panes.split_left(column);
        geometry.rail = (column > 0).then(|| Frame::new(rail, border));
        let width = width - column;
        if zen && focus == Pane::Body || width < TWO_COLUMNS {
            geometry.one_pane(panes, focus, border && !zen);
        } else if width >= THREE_COLUMNS {
            geometry.three_columns(panes, measure, border);
        } else if width >= WIDE {
            geometry.wide(panes, border);
        } else {
            geometry.two_columns(panes, focus, border);
        }
        if focus == Pane::Rail && column == 0 {
            geometry.rail = geometry.list.take();
        }
        geometry
    }

    fn one_pane(&mut self, panes: Area, focus: Pane, border: bool) {
        let frame = Some(Frame::alone(panes, border));
        match focus {
            Pane::List | Pane::Rail => self.list = frame,
            Pane::Body => self.body = frame,
            Pane::Related => self.related = frame,
        }
    }

    fn three_columns(&mut self, panes: Area, measure: u16, border: bool) {
        let body = (measure + BODY_EXTRA).min(panes.width - 80).max(60);
        let list = ((panes.width - body) / 2).clamp(40, 64);
        let (list, rest) = panes.split_left(list);
        let (body, related) = rest.split_left(body.max(rest.width.saturating_sub(64)));
        self.list = Some(Frame::new(list, border));
        self.body = Some(Frame::new(body, border));
        self.related = Some(Frame::new(related, border));
        self.related_row_height = self.list_row_height;
    }

    fn wide(&mut self, panes: Area, border: bool) {
        let (list, rest) = panes.split_left((panes.width * 2 / 5).clamp(42, 54));
        // fixed by the height alone: a pane that follows its content would make the body jump at every move
        let (body, related) = rest.split_bottom((rest.height / 4).clamp(3, 12));
        self.list = Some(Frame::new(list, border));
        self.body = Some(Frame::new(body, border));
        self.related = Some(Frame::new(related, border));
    }

    fn two_columns(&mut self, panes: Area, focus: Pane, border: bool) {
        let (list, body) = panes.split_left((panes.width * 2 / 5).clamp(28, 40));
        self.list = Some(Frame::new(list, border));
        if focus == Pane::Related {
            let (body, drawer) = body.split_bottom(body.height / 2);
            self.body = Some(Frame::new(body, border));
            self.related = Some(Frame::new(drawer, border));
        } else {
            self.body = Some(Frame::new(body, border));
        }
    }

    /// Articles that fit into the list at once, at least one.
    pub fn list_rows(&self) -> usize {
        let height = self.list.map_or(0, |list| list.inner.height);
        usize::from(height / self.list_row_height.max(1)).max(1)
    }

    /// Lines of text that fit into the body at once, at least one.
    pub fn body_lines(&self) -> usize {
        usize::from(self.body.map_or(0, |body| body.inner.height)).max(1)
    }

    /// Columns of text: the measure, or what there is.
    pub fn text_width(&self, measure: u16) -> u16 {
        self.body.map_or(measure, |body| measure.min(body.inner.width.saturating_sub(3))).max(1)
    }

    /// Lines that fit into the rail at once, at least one.
    pub fn rail_rows(&self) -> usize {
        usize::from(self.rail.map_or(0, |rail| rail.inner.height)).max(1)
    }

    /// Related posts that fit into their pane at once, at least one.
    pub fn related_rows(&self) -> usize {
        let height = self.related.map_or(0, |related| related.inner.height);
        usize::from(height / self.related_row_height.max(1)).max(1)
    }
}

impl Frame {
    fn new(outer: Area, border: bool) -> Self {
        let border = border && outer.width > 4 && outer.height > 2;
        let inner = if border {
            Area { x: outer.x + 1, y: outer.y + 1, width: outer.width - 2, height: outer.height - 2 }
        } else {
            outer
        };
        Self { outer, inner, border, sides: border }
    }

    /// The frame of a pane that has the whole width of the screen.
    fn alone(outer: Area, border: bool) -> Self {
        let Self { inner, border, .. } = Self::new(outer, border);
        Self { outer, inner: Area { x: outer.x, width: outer.width, ..inner }, border, sides: false }
    }
}

impl Area {
    fn split_left(self, width: u16) -> (Self, Self) {
        let width = width.min(self.width);
        (Self { width, ..self }, Self { x: self.x + width, width: self.width - width, ..self })
    }

    fn split_top(self, height: u16) -> (Self, Self) {
        let height = height.min(self.height);
        (Self { height, ..self }, Self { y: self.y + height, height: self.height - height, ..self })
    }

    fn split_bottom(self, height: u16) -> (Self, Self) {
        let height = height.min(self.height);
        self.split_top(self.height - height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panes(width: u16, height: u16, focus: Pane) -> [bool; 3] {
        let at = Geometry::new((width, height), focus, 66, false, false);
        [at.list.is_some(), at.body.is_some(), at.related.is_some()]
    }

    #[test]
    fn the_panes_follow_the_width() {
        assert_eq!(panes(160, 48, Pane::List), [true, true, true]);
        assert_eq!(panes(120, 36, Pane::List), [true, true, true]);
        assert_eq!(panes(80, 24, Pane::List), [true, true, false]);
        assert_eq!(panes(80, 24, Pane::Related), [true, true, true]);
        assert_eq!(panes(40, 12, Pane::List), [true, false, false]);
        assert_eq!(panes(40, 12, Pane::Body), [false, true, false]);
        assert_eq!(panes(19, 12, Pane::List), [false, false, false]);
    }

    #[test]
    fn the_rail_stands_beside_the_list_or_in_its_place() {
        let at = |width, focus| {
            let at = Geometry::new((width, 40), focus, 66, false, true);
            [at.rail.is_some(), at.list.is_some(), at.body.is_some()]
        };
        assert_eq!(at(160, Pane::Rail), [true, true, true]);
        assert_eq!(at(160, Pane::Body), [true, true, true]);
        assert_eq!(at(120, Pane::Rail), [true, false, true]);
        assert_eq!(at(120, Pane::List), [false, true, true]);
        assert_eq!(at(60, Pane::Rail), [true, false, false]);
        let beside = Geometry::new((160, 40), Pane::Rail, 66, false, true);
        assert_eq!(beside.text_width(66), 66, "the text keeps its measure");
    }

    #[test]
    fn no_pane_leaves_the_screen_and_none_overlap() {
        for width in 0..=200 {
            for height in 0..=60 {
                for focus in Pane::ALL {
                    for [zen, rail] in [[false, false], [false, true], [true, false], [true, true]] {
                        check(Geometry::new((width, height), focus, 66, zen, rail), width, height);
                    }
                }
            }
        }
    }

    fn check(at: Geometry, width: u16, height: u16) {
        let frames = [at.list, at.body, at.related, at.rail].into_iter().flatten().map(|frame| frame.outer);
        let areas: Vec<Area> = frames.chain(at.header).chain(at.status).collect();
        let mut taken = vec![false; usize::from(width) * usize::from(height)];
        for area in areas {
            for y in area.y..area.y + area.height {
                for x in area.x..area.x + area.width {
                    let cell = usize::from(y) * usize::from(width) + usize::from(x);
                    assert!(x < width && y < height && !taken[cell], "{width}x{height}: {area:?}");
                    taken[cell] = true;
                }
            }
        }
    }
}
