//! The `[keys]` table: a preset, keys for every pane, and sections for one pane.

use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess};
use toml::Spanned;

use crate::action::{Action, Context};
use crate::keys::{self, Binding, KeyError, Keymap, Preset, Sequence};

use super::error::{self, ConfigError};

/// What keys do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Keys {
    /// What to begin with.
    pub preset: Preset,
    /// What is different, in the order of the file, those for one pane last.
    bindings: Vec<Spanned<Binding>>,
}

impl Keys {
    /// Looks for what would be without effect.
    ///
    /// # Errors
    /// A key for a pane in which its action does nothing, or two of which only one can be reached.
    pub(super) fn check(&self, file: &str, text: &str) -> Result<(), ConfigError> {
        let wrong = |span, cause| Err(ConfigError::wrong(file, text, span, cause));
        for (i, binding) in self.bindings.iter().enumerate() {
            if let Some(cause) = useless(binding.get_ref()) {
                return wrong(binding.span(), cause);
            }
            if let Some(other) =
                self.bindings[..i].iter().find(|other| binding.get_ref().clashes(other.get_ref()))
            {
                let (theirs, ours) = (&text[other.span()], &text[binding.span()]);
                let cause =
                    format!("{ours} cannot be told from {theirs} above: only one of them can be reached");
                return wrong(binding.span(), cause);
            }
        }
        Ok(())
    }

    /// The preset with the bindings laid over it.
    ///
    /// # Errors
    /// Something is wrong in a preset.
    pub(super) fn keymap(&self) -> Result<Keymap, ConfigError> {
        let mut keymap = Keymap::default();
        for (file, text) in self.preset.layers() {
            let layer: Self = error::parse(file, text)?;
            layer.check(file, text)?;
            layer.lay_over(&mut keymap);
        }
        self.lay_over(&mut keymap);
        Ok(keymap)
    }

    /// What is different from the preset, in the order of the file, those for one pane last.
    pub fn bindings(&self) -> impl Iterator<Item = &Binding> {
        self.bindings.iter().map(Spanned::get_ref)
    }

    fn lay_over(&self, keymap: &mut Keymap) {
        self.bindings().for_each(|binding| keymap.bind(binding));
    }
}

fn useless(binding: &Binding) -> Option<String> {
    let (pane, action) = (binding.pane?, binding.action?);
    let nowhere = binding.contexts().next().is_none();
    nowhere.then(|| format!("`{action}` does nothing in the pane `{}`", pane.name()))
}

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut keys = Self::default();
        Section { pane: None, keys: &mut keys }.deserialize(deserializer)?;
        // Tables come sorted by name; help and footer show keys as they were declared.
        keys.bindings.sort_by_key(|binding| (binding.get_ref().pane.is_some(), binding.span().start));
        Ok(keys)
    }
}

/// `[keys]`, or the part of it for one pane.
struct Section<'a> {
    pane: Option<Context>,
    keys: &'a mut Keys,
}

/// What may stand left of `=` in `[keys]`.
enum Name {
    Preset,
    Pane(Context),
    Keys(Sequence),
}

const PRESET: &str = "preset";

/// The words among them, for a message that lists what would have been right.
static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let panes = Context::ALL.into_iter().map(Context::name);
    std::iter::once(PRESET).chain(panes).chain(keys::names()).collect()
});

/// What may stand right of it.
struct Bound(Option<Action>);

impl Section<'_> {
    fn push(&mut self, place: Range<usize>, sequence: Sequence, Bound(action): Bound) {
        self.keys.bindings.push(Spanned::new(place, Binding { pane: self.pane, sequence, action }));
    }
}

impl<'de> DeserializeSeed<'de> for Section<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> de::Visitor<'de> for Section<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of keys and actions")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<Spanned<Name>>()? {
            let place = name.span();
            match name.into_inner() {
                Name::Keys(sequence) => self.push(place, sequence, map.next_value()?),
                Name::Preset if self.pane.is_none() => self.keys.preset = map.next_value()?,
                Name::Pane(pane) if self.pane.is_none() => {
                    map.next_value_seed(Section { pane: Some(pane), keys: self.keys })?;
                }
                Name::Preset | Name::Pane(_) => {
                    return Err(A::Error::custom("only keys can stand in the section of a pane"));
                }
            }
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == PRESET {
            return Ok(Self::Preset);
        }
        if let Some(pane) = Context::ALL.into_iter().find(|pane| pane.name() == text) {
            return Ok(Self::Pane(pane));
        }
        text.parse().map(Self::Keys).map_err(|error| match error {
            KeyError::Unknown(name) => D::Error::unknown_variant(&name, &NAMES),
            KeyError::Empty => D::Error::custom(error),
        })
    }
}

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "none" => Ok(Self(None)),
            name => Action::deserialize(name.into_deserializer()).map(|action| Self(Some(action))),
        }
    }
}
