//! The one table of everything a user can do. Keys, footer, help, palette and manual all read it.

use std::fmt;

use serde::Deserialize;

/// Which pane has the focus. Layers above the panes (help, palette, prompts) have their own fixed keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Context {
    /// The list of articles.
    List,
    /// The text of the article.
    Body,
    /// The related posts.
    Related,
    /// The rail: what the list can show.
    Rail,
}

impl Context {
    /// Every pane.
    pub const ALL: [Self; 4] = [Self::List, Self::Body, Self::Related, Self::Rail];

    /// What the config calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Body => "body",
            Self::Related => "related",
            Self::Rail => "rail",
        }
    }
}

/// Heading under which help lists an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving inside a pane.
    Move,
    /// Moving between panes and views.
    Go,
    /// Finding something.
    Find,
    /// Reading on, from any pane.
    Read,
    /// Changing what is kept.
    Mark,
    /// Changing what is shown, and how.
    View,
    /// Handing an article on.
    Share,
    /// Where articles come from.
    Sources,
    /// The program itself.
    Program,
}

impl Group {
    /// Every group, in the order of help.
    pub const ALL: [Self; 9] = [
        Self::Move,
        Self::Go,
        Self::Find,
        Self::Read,
        Self::Mark,
        Self::View,
        Self::Share,
        Self::Sources,
        Self::Program,
    ];

    /// What help calls it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Go => "Go",
            Self::Find => "Find",
            Self::Read => "Read",
            Self::Mark => "Mark",
            Self::View => "View",
            Self::Share => "Share",
            Self::Sources => "Sources",
            Self::Program => "Program",
        }
    }
}

/// What is known of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The action.
    pub action: Action,
    /// What the user calls it, in the config and on the command line.
    pub name: &'static str,
    /// What it does, one line.
    pub help: &'static str,
    /// Panes that it works in.
    pub contexts: &'static [Context],
    /// Where help lists it.
    pub group: Group,
}

/// Makes the enum and the table from one list, so that neither can lack a row.
macro_rules! actions {
    ($($group:ident { $($action:ident $name:literal $help:literal $contexts:expr;)+ })+) => {
        /// What a user can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
        pub enum Action {
            $($(#[doc = $help] #[serde(rename = $name)] $action,)+)+
        }

        /// Every action, in the order of help.
        pub const TABLE: &[Entry] = &[$($(Entry {
            action: Action::$action,
            name: $name,
            help: $help,
            contexts: $contexts,
            group: Group::$group,
        },)+)+];
    };
}

const ANY: &[Context] = &Context::ALL;
const BODY: &[Context] = &[Context::Body];
const TEXT: &[Context] = &[Context::Body, Context::Related];
const ROWS: &[Context] = &[Context::List, Context::Related];
const LISTS: &[Context] = &[Context::List, Context::Rail];
const ARTICLE: &[Context] = &[Context::List, Context::Body, Context::Related];
const RAIL: &[Context] = &[Context::Rail];

actions! {
    Move {
        MoveDown "move-down" "Move down" ANY;
        MoveUp "move-up" "Move up" ANY;
        HalfPageDown "half-page-down" "Move down half a page" ANY;
        HalfPageUp "half-page-up" "Move up half a page" ANY;
        PageDown "page-down" "Move down a page" ANY;
        PageUp "page-up" "Move up a page" ANY;
        First "first" "Go to the first row or line" ANY;
        Last "last" "Go to the last row or line" ANY;
        NextHeading "next-heading" "Go to the next heading" ANY;
        PreviousHeading "previous-heading" "Go to the previous heading" ANY;
        ScrollLeft "scroll-left" "Scroll left in code and tables" ARTICLE;
        ScrollRight "scroll-right" "Scroll right in code and tables" ARTICLE;
    }
    Go {
        Open "open" "Open what is selected" ANY;
        Back "back" "Go back" ANY;
        Cancel "cancel" "End the search or filter, else go back" ANY;
        Close "close" "Close the innermost view; from the top, quit" ANY;
        NextPane "next-pane" "Focus the next pane" ANY;
        PreviousPane "previous-pane" "Focus the previous pane" ANY;
        PaneList "pane-list" "Focus the list" ANY;
        PaneBody "pane-body" "Focus the text" ANY;
        PaneRelated "pane-related" "Focus the related posts" ANY;
        Rail "rail" "Open the rail of views; there, close it" ANY;
        TrailBack "trail-back" "Go back on the trail of articles read" ANY;
        TrailForward "trail-forward" "Go forward on the trail of articles read" ANY;
    }
    Find {
        Search "search" "Search in the list, or in the rail" LISTS;
        Find "find" "Find in the text" TEXT;
        SearchLibrary "search-library" "Search in the whole library" ANY;
        Filter "filter" "Narrow the list by a query" ROWS;
        NextMatch "next-match" "Go to the next match, then to the next one in the list" ARTICLE;
        PreviousMatch "previous-match" "Go to the match before, then to the one before in the list" ARTICLE;
        SaveSearch "save-search" "Save the search that the list shows" ANY;
    }
    Read {
        ReadOn "read-on" "Page the text; at its end, open the next unread article" ANY;
        ReadBack "read-back" "Page the text back" ANY;
        NextUnread "next-unread" "Go to the next unread article" ARTICLE;
        PreviousUnread "previous-unread" "Go to the previous unread article" ARTICLE;
        NextArticle "next-article" "Open the next article of the list" BODY;
        PreviousArticle "previous-article" "Open the previous article of the list" BODY;
        ScrollBodyDown "scroll-body-down" "Scroll the text down" ROWS;
        ScrollBodyUp "scroll-body-up" "Scroll the text up" ROWS;
    }
    Mark {
        ToggleRead "toggle-read" "Mark read or unread" ARTICLE;
        ToggleStar "toggle-star" "Star, or take the star off" ARTICLE;
        MarkAllRead "mark-all-read" "Mark everything in the list read" ARTICLE;
        Undo "undo" "Undo the last mark" ANY;
        Redo "redo" "Redo what was undone" ANY;
    }
    View {
        ToggleOrder "toggle-order" "Newest, oldest or best first" ANY;
        ToggleUnread "toggle-unread" "Unread only, or all" ANY;
        Unfold "unfold" "Show copies, or what is in a folder; or fold them" LISTS;
        EarlierText "earlier-text" "Show the text before this one; at last, that of now" ARTICLE;
        Wider "wider" "Widen the measure of the text" ANY;
        Narrower "narrower" "Narrow the measure of the text" ANY;
        Zen "zen" "Text alone, or all panes" ANY;
        Redraw "redraw" "Draw the screen anew" ANY;
    }
    Share {
        OpenInBrowser "open-in-browser" "Open in the browser" ARTICLE;
        CopyLink "copy-link" "Copy the link" ARTICLE;
        CopyHeadlineAndLink "copy-headline-and-link" "Copy the headline and the link" ARTICLE;
    }
    Sources {
        RefreshSource "refresh-source" "Look for new articles of this source" ANY;
        RefreshAll "refresh-all" "Look for new articles of every source that is due" ANY;
        FullText "full-text" "Complete this source's texts from their pages, or not" ANY;
        Results "refresh-results" "What became of each source in the last refresh" ANY;
        AddSource "add-source" "Add a source" ANY;
        Remove "remove" "Remove the source or the saved search" RAIL;
        Keep "keep" "Keep what is open, where the library is a temporary one" ANY;
    }
    Program {
        Help "help" "Show the keys" ANY;
        Palette "palette" "Find an action by name" ANY;
        Command "command" "Type the name of an action" ANY;
        Suspend "suspend" "Suspend; fg comes back" ANY;
        Quit "quit" "Quit" ANY;
    }
}

impl Action {
    /// The action of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        TABLE.iter().find(|entry| entry.name == name).map(|entry| entry.action)
    }

    /// Its row of the table.
    pub fn entry(self) -> &'static Entry {
        // The macro writes enum and table from one list, so the discriminant is the row.
        &TABLE[self as usize]
    }

    /// What the user calls it.
    pub fn name(self) -> &'static str {
        self.entry().name
    }

    /// What it does, one line.
    pub fn help(self) -> &'static str {
        self.entry().help
    }

    /// Whether it does anything while this pane has the focus.
    pub fn applies(self, context: Context) -> bool {
        self.entry().contexts.contains(&context)
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_is_found_by_its_action_and_by_its_name() {
        for entry in TABLE {
            assert_eq!(entry.action.entry(), entry);
            assert_eq!(Action::from_name(entry.name), Some(entry.action));
        }
        assert_eq!(Action::from_name("Move-Down"), None);
    }

    #[test]
    fn names_are_kebab_case_and_help_is_one_short_line() {
        for Entry { name, help, contexts, .. } in TABLE {
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
            assert!(help.len() <= 60 && !help.contains('\n') && !help.ends_with('.'), "{name}: {help}");
            assert!(!contexts.is_empty(), "{name} works nowhere");
        }
    }

    #[test]
    fn help_lists_each_group_in_one_piece() {
        let mut groups: Vec<_> = TABLE.iter().map(|entry| entry.group).collect();
        groups.dedup();
        assert_eq!(groups, Group::ALL);
    }

    #[test]
    fn an_action_applies_where_the_table_says() {
        assert!(Action::NextArticle.applies(Context::Body));
        assert!(!Action::NextArticle.applies(Context::List));
        assert!(Action::Quit.applies(Context::Related));
    }
}
