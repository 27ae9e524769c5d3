//! The arguments that each function takes, and the functions that may stand in them.
//!
//! See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html>.

use cfn_model::Function::{self, *};

/// What a function is applied to.
#[derive(Debug)]
pub(super) enum Form {
    /// One value.
    One(Argument),
    /// A list of so many; the last form is that of all further ones.
    Several(usize, usize, &'static [Argument]),
    /// One value, or a list of two.
    OneOrPair(Argument, &'static [Argument; 2]),
    /// A map with required and optional keys.
    Keys(&'static [&'static str], &'static [&'static str], Argument),
}

/// An argument, and the functions that may stand for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Argument {
    pub(super) wanted: Wanted,
    /// `None` where any may.
    pub(super) functions: Option<&'static [Function]>,
}

/// What an argument is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted {
    /// A single value.
    Text,
    /// A whole number within bounds.
    Integer(i64, i64),
    /// Whether something holds.
    Flag,
    /// A block of addresses.
    Block,
    /// A list.
    List(&'static Argument),
    /// A map from names to values.
    Names(&'static Argument),
    /// A map with `DefaultValue`.
    Default,
    /// A list or a map.
    Document,
    Anything,
}

macro_rules! of {
    ($wanted:expr, $functions:expr) => {
        Argument { wanted: $wanted, functions: Some($functions) }
    };
}

const PLAIN: Argument = of!(Wanted::Text, &[]);
const ANYTHING: Argument = Argument { wanted: Wanted::Anything, functions: None };

/// What gives a single value.
const SINGLE: &[Function] =
    &[Base64, FindInMap, GetAtt, GetStackOutput, If, ImportValue, Join, Length, Select, Sub, ToJsonString, Ref];

/// What may be compared, and how conditions are made of others.
const COMPARED: &[Function] = &[Ref, FindInMap, Sub, Join, Select, Split, Length, ToJsonString, ValueOf];
const CONDITIONS: &[Function] = &[Condition, Equals, Not, And, Or];
const RULES: &[Function] =
    &[Condition, Equals, Not, And, Or, Contains, EachMemberEquals, EachMemberIn, RefAll, ValueOf, ValueOfAll];

const RULE_LIST: Argument = of!(Wanted::List(&of!(Wanted::Text, &[Ref, ValueOf])), &[Ref, RefAll, ValueOf, ValueOfAll]);
const RULE_TEXT: Argument = of!(Wanted::Text, &[Ref, ValueOf, RefAll, ValueOfAll, FindInMap]);

const CIDR: &[Function] = &[FindInMap, GetAtt, If, ImportValue, Select, Sub, Ref];
const KEY: Argument = of!(Wanted::Text, &[FindInMap, Ref]);
const KEY_EXTENDED: Argument = of!(Wanted::Text, &[FindInMap, Join, Sub, If, Select, Split, Length, ToJsonString, Ref]);
const NAME_EXTENDED: Argument = of!(Wanted::Text, &[Ref, Base64, FindInMap, Sub, If, Join, Select, ToJsonString]);
const DEFAULT: Argument = Argument { wanted: Wanted::Default, functions: None };
const PICKED: Argument = of!(Wanted::List(&ANYTHING), &[FindInMap, GetAtt, GetAzs, If, Split, Cidr, Ref]);

/// What a function takes; `extended` is whether `AWS::LanguageExtensions` is at work. `None` for what takes anything.
pub(super) fn form(function: Function, extended: bool, in_rules: bool) -> Option<&'static Form> {
    const EACH: &[Argument] = &[of!(Wanted::Flag, CONDITIONS)];
    const EACH_RULE: &[Argument] = &[of!(Wanted::Flag, RULES)];
    Some(match function {
        Ref if extended => &Form::One(NAME_EXTENDED),
        Ref | Condition => &Form::One(PLAIN),
        GetAtt if extended => &Form::OneOrPair(PLAIN, &[NAME_EXTENDED, NAME_EXTENDED]),
        GetAtt => &Form::OneOrPair(PLAIN, &[PLAIN, of!(Wanted::Text, &[Ref])]),
        Sub => &Form::OneOrPair(PLAIN, &[PLAIN, of!(Wanted::Names(&of!(Wanted::Text, SINGLE)), &[])]),
        Join => &Form::Several(
            2,
            2,
            &[PLAIN, of!(Wanted::List(&of!(Wanted::Text, SINGLE)), &[Cidr, FindInMap, GetAtt, GetAzs, If, Split, Ref])],
        ),
        Select if extended => {
            &Form::Several(2, 2, &[of!(Wanted::Integer(0, i64::MAX), &[Ref, FindInMap, Length]), PICKED])
        }
        Select => &Form::Several(2, 2, &[of!(Wanted::Integer(0, i64::MAX), &[Ref, FindInMap]), PICKED]),
        Split => &Form::Several(
            2,
            2,
            &[PLAIN, of!(Wanted::Text, &[Base64, FindInMap, GetAtt, If, ImportValue, Join, Select, Sub, Ref])],
        ),
        If => &Form::Several(3, 3, &[PLAIN, ANYTHING, ANYTHING]),
        Equals => &Form::Several(2, 2, &[of!(Wanted::Text, COMPARED), of!(Wanted::Text, COMPARED)]),
        And | Or if in_rules => &Form::Several(2, 10, EACH_RULE),
        And | Or => &Form::Several(2, 10, EACH),
        Not if in_rules => &Form::Several(1, 1, EACH_RULE),
        Not => &Form::Several(1, 1, EACH),
        FindInMap if extended => &Form::Several(3, 4, &[KEY_EXTENDED, KEY_EXTENDED, KEY_EXTENDED, DEFAULT]),
        FindInMap => &Form::Several(3, 4, &[KEY, KEY, KEY, DEFAULT]),
        ImportValue => &Form::One(of!(Wanted::Text, &[Base64, FindInMap, If, Join, Select, Sub, Ref])),
        GetStackOutput => &Form::Keys(
            &["StackName", "OutputName"],
            &["Region", "RoleArn"],
            of!(Wanted::Text, &[Base64, FindInMap, GetAtt, If, ImportValue, Join, Select, Sub, Ref]),
        ),
        Base64 => &Form::One(of!(Wanted::Text, SINGLE)),
        Cidr => &Form::Several(
            2,
            3,
            &[of!(Wanted::Block, CIDR), of!(Wanted::Integer(1, 256), CIDR), of!(Wanted::Integer(1, 128), CIDR)],
        ),
        GetAzs => &Form::One(of!(Wanted::Text, &[GetAtt, If, Join, Select, Sub, Ref])),
        ToJsonString => &Form::One(Argument { wanted: Wanted::Document, functions: None }),
        Length => &Form::One(Argument { wanted: Wanted::List(&ANYTHING), functions: None }),
        Contains | EachMemberEquals => &Form::Several(2, 2, &[RULE_LIST, RULE_TEXT]),
        EachMemberIn => &Form::Several(2, 2, &[RULE_LIST, RULE_LIST]),
        RefAll => &Form::One(PLAIN),
        ValueOf => &Form::Several(2, 2, &[PLAIN, PLAIN]),
        ValueOfAll => &Form::Several(2, 2, &[PLAIN, PLAIN]),
        Transform => &Form::Keys(&["Name"], &["Parameters"], ANYTHING),
        _ => return None,
    })
}
