//! What the generated code of [`services`](crate::services) is written with.

use crate::{IntoProp, Map};

/// What every setter does: the map with the property put into it.
pub(crate) fn put<T>(mut map: Map, name: &'static str, value: impl IntoProp<T>) -> Map {
    map.insert(name, value.into_prop().into_value());
    map
}

/// Writes the newtype of a resource or property type, and what all of them share.
///
/// What is not generic is `inline`: it is compiled where it is used, and so not at all in most builds.
macro_rules! properties {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq)]
        #[must_use]
        pub struct $name(crate::Map);

        impl crate::Properties for $name {
            #[inline]
            fn from_map(map: crate::Map) -> Self {
                Self(map)
            }

            #[inline]
            fn as_map(&self) -> &crate::Map {
                &self.0
            }

            #[inline]
            fn as_map_mut(&mut self) -> &mut crate::Map {
                &mut self.0
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <crate::Map as ::serde::Deserialize>::deserialize(deserializer).map(Self)
            }
        }
    };
}

/// Writes the newtype of a resource type, with its name and how it takes tags.
macro_rules! resource {
    ($(#[$meta:meta])* $name:ident = $type:literal $(, tags: $form:ident($property:literal))?) => {
        crate::generated::properties! { $(#[$meta])* $name }

        impl crate::ResourceType for $name {
            const TYPE: &'static str = $type;
            $(const TAGGING: crate::Tagging = crate::Tagging::$form($property);)?
        }
    };
}

/// Writes the enum of a closed set of strings, and what all of them share.
///
/// AWS may add to it, so a match on one needs an arm for the rest. There is no serde for it: it
/// stands inside a map, as its string.
macro_rules! choices {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`")] $variant,)+
        }

        impl $name {
            /// Every value, in the order of the schema.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The string that CloudFormation knows it by.
            #[inline]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl crate::PropertyType for $name {
            #[inline]
            fn into_value(self) -> crate::Value {
                crate::Value::from(self.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use {choices, properties, resource};

#[cfg(test)]
#[expect(unreachable_pub, reason = "the macros write what is public")]
mod tests {
    use super::put;
    use crate::{IntoProp, Properties};

    properties! {
        /// A thing.
        #[derive(Default)]
        Thing
    }

    impl Thing {
        fn color(self, value: impl IntoProp<Color>) -> Self {
            Self(put(self.0, "Color", value))
        }
    }

    choices! {
        /// A colour.
        Color {
            Red = "RED",
            DeepBlue = "DEEP_BLUE",
        }
    }

    #[test]
    fn types_go_through_serde_as_their_maps() {
        let thing = Thing::default().color(Color::DeepBlue).set("New.Part", 1);
        let json = r#"{"Color":"DEEP_BLUE","New":{"Part":1}}"#;
        assert_eq!(serde_json::to_string(&thing).unwrap(), json);
        assert_eq!(serde_json::from_str::<Thing>(json).unwrap(), thing);
        assert_eq!(thing.as_map().get("Color").and_then(|value| value.as_str()), Some("DEEP_BLUE"));
    }

    #[test]
    fn a_choice_is_its_string() {
        assert_eq!(Color::ALL.iter().map(|color| color.as_str()).collect::<Vec<_>>(), ["RED", "DEEP_BLUE"]);
        assert_eq!(format!("{:?}", Color::Red), "RED");
    }
}
