//! Conditions in CEL (<https://github.com/google/cel-spec>) about what is known of a record.
//!
//! A condition is held to its types when it is read: CEL compares values of different types and answers `false`, so that a slip such
//! as `claims.purpose != "x"` would pass for every record. What may be called is a list, and one loop may not stand in another, so
//! that a condition costs at most its length times the square of [`MAX_ITEMS`](crate::MAX_ITEMS): a list looked for in another.

use std::mem;
use std::sync::{Arc, LazyLock};

use cel::common::ast::{CallExpr, Expr, ListExpr, LiteralValue, operators};
use cel::common::types::{CelBool, CelInt};
use cel::parser::{Expression, Parser};
use cel::{Context, Env, Value};
use touchmark::Timestamp;

use crate::facts::{Codes, Facts, Kind, MEMBERS, Member, handle_of, of_handle};

/// So many bytes may a condition have.
pub const MAX_CONDITION: usize = 1024;

/// So many brackets may stand in one another: the parser takes 100 KiB of stack for each in a build without optimisation.
const MAX_BRACKETS: u16 = 8;

/// So many operators and calls may stand in one another. `&&` and `||` count once for each doubling.
const MAX_DEPTH: u16 = 24;

/// So many signs may be in a condition of those that the parser takes one in another.
const MAX_SIGNS: u16 = 192;

const TOO_DEEP: &str = "is nested too deep; make it two checks";

/// What conditions may call beside operators, as people are told.
const CALLS: &str = "size, contains, startsWith, endsWith, all, exists, timestamp and duration";

/// A condition that was read.
#[derive(Clone, Debug)]
pub(crate) struct Condition(Expression);

/// What an expression comes to.
#[derive(Clone, Copy, Debug)]
enum Type {
    Null,
    Flag,
    Count,
    Number,
    /// A text, out of a closed list where there is one.
    Text(Option<&'static Codes>),
    Texts(Option<&'static Codes>),
    Map,
    Time,
    /// Between two points in time.
    Span,
}

/// Where an expression stands.
#[derive(Clone, Copy, Default)]
struct Scope<'s> {
    /// The variable of the loop around it.
    variable: Option<(&'s str, Type)>,
    /// In how many others it stands.
    depth: u16,
}

static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib().with_optional_support(false)));

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// What is wrong with it, and the remedy.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        if text.len() > MAX_CONDITION {
            return Err(format!("is longer than {MAX_CONDITION} bytes; make it two checks"));
        }
        require_depth(text)?;
        let parser = Parser::new().max_recursion_depth(4 * MAX_BRACKETS).error_recovery_limit(1);
        let mut expression = parser.parse(text).map_err(|errors| {
            let error = errors.errors.first();
            let (line, column) = error.map_or((1, 1), |error| error.pos);
            let what = error.map_or("", |error| error.msg.lines().next().unwrap_or_default());
            if what.contains("Recursion limit") {
                return TOO_DEEP.into();
            }
            // It lists all that could have stood there instead.
            let what: String = what.split(" expecting ").next().unwrap_or_default().chars().take(120).collect();
            format!("is no condition: line {line}, column {column}: {what}; see https://cel.dev for how one is written")
        })?;
        match check(&mut expression, Scope::default())? {
            Type::Flag => Ok(Self(expression)),
            other => Err(format!("comes to {}; compare it with something", other.name())),
        }
    }

    /// Whether it holds for a record; `None` where that cannot be decided.
    pub(crate) fn holds(&self, facts: &Asked<'_>) -> Option<bool> {
        let value = Value::resolve_val(&self.0, &facts.0).ok()?;
        value.downcast_ref::<CelBool>().map(|holds| *holds.inner())
    }
}

/// The facts of a record, as conditions are asked of them: made once for all conditions.
pub(crate) struct Asked<'r>(Context<'r, 'r>);

impl<'r> Asked<'r> {
    pub(crate) fn of(facts: &'r Facts<'r>) -> Self {
        let mut context = Context::with_env(Arc::clone(&ENV));
        context.set_variable_resolver(facts);
        Self(context)
    }
}

/// A parser that descends would run out of stack where brackets or signs stand in one another a thousand deep.
fn require_depth(text: &str) -> Result<(), String> {
    let (mut depth, mut signs) = (0_u16, 0_u16);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        signs = if matches!(byte, b'!' | b'-' | b'?') { signs + 1 } else { signs };
        if depth > MAX_BRACKETS || signs > MAX_SIGNS {
            return Err(TOO_DEEP.into());
        }
    }
    Ok(())
}

/// Holds an expression to its types, and makes of it what is evaluated: the name of a member in one, and moments as numbers.
fn check(at: &mut Expression, around: Scope<'_>) -> Result<Type, String> {
    if around.depth > MAX_DEPTH {
        return Err(TOO_DEEP.into());
    }
    let within = Scope { depth: around.depth + 1, ..around };
    if let Some(name) = qualified_name(&at.expr) {
        let found = type_of_name(&name, within)?;
        let is_variable = within.variable.is_some_and(|(variable, _)| variable == name);
        let handle = handle_of(&name).filter(|_| !is_variable);
        at.expr = Expr::Ident(handle.unwrap_or(name));
        return Ok(found);
    }
    match &mut at.expr {
        Expr::Literal(literal) => match literal {
            LiteralValue::Null => Ok(Type::Null),
            LiteralValue::Boolean(_) => Ok(Type::Flag),
            LiteralValue::Int(_) => Ok(Type::Count),
            LiteralValue::Double(_) => Ok(Type::Number),
            LiteralValue::String(_) => Ok(Type::Text(None)),
            LiteralValue::UInt(_) | LiteralValue::Bytes(_) => {
                Err("no member is unsigned or bytes; leave out the u or b".into())
            }
        },
        Expr::List(list) => check_list(list, within),
        Expr::Call(call) => {
            let (found, constant) = check_call(call, within)?;
            if let Some(constant) = constant {
                at.expr = Expr::Literal(LiteralValue::Int(CelInt::from(constant)));
            }
            Ok(found)
        }
        Expr::Comprehension(one) => {
            if within.variable.is_some() {
                return Err("has a loop within a loop; make it two checks, or ask with in".into());
            }
            // `all` begins with true and `exists` with false; the condition of each is the second argument of its step.
            let item = match check(&mut one.iter_range, within)? {
                Type::Texts(codes) => Type::Text(codes),
                Type::Map => Type::Text(None),
                other => return Err(format!("{} has no items to go through", other.name())),
            };
            let is_flag = matches!(one.accu_init.expr, Expr::Literal(LiteralValue::Boolean(_)));
            match &mut one.loop_step.expr {
                Expr::Call(step) if is_flag && one.iter_var2.is_none() => {
                    let variable = one.iter_var.clone();
                    // CEL would take `seal.holds` for a member of the item.
                    if groups().any(|group| group == variable) {
                        return Err(format!(
                            "calls an item {variable}, as a member is; call it something else"
                        ));
                    }
                    let Some(condition) = step.args.get_mut(1) else { return Err(not_callable("a loop")) };
                    require(
                        check(condition, Scope { variable: Some((&variable, item)), ..within })?,
                        Type::Flag,
                    )?;
                    Ok(Type::Flag)
                }
                _ => Err(not_callable("map, filter or exists_one")),
            }
        }
        Expr::Select(select) if select.test => {
            Err(format!("asks has(…{}): every member is there; compare it with null", select.field))
        }
        Expr::Select(select) => Err(format!("{} is no member of what stands before it", select.field)),
        Expr::Map(_) | Expr::Struct(_) => Err("makes an object; compare texts, numbers and lists".into()),
        Expr::Ident(_) | Expr::Unspecified => Err("is no condition".into()),
    }
}

/// What the name of each member begins with.
fn groups() -> impl Iterator<Item = &'static str> {
    MEMBERS.iter().map(|member| member.name.split('.').next().unwrap_or_default())
}

/// `a.b.c`, or `a`.
fn qualified_name(of: &Expr) -> Option<String> {
    match of {
        Expr::Ident(name) => Some(name.clone()),
        Expr::Select(select) if !select.test => {
            let parent = qualified_name(&select.operand.expr)?;
            Some(format!("{parent}.{}", select.field))
        }
        _ => None,
    }
}

fn type_of_name(name: &str, within: Scope<'_>) -> Result<Type, String> {
    if let Some((variable, item)) = within.variable
        && variable == name
    {
        return Ok(item);
    }
    let Some(member) = Member::find(name) else {
        let beside = |(member, group): (&'static Member, &str)| {
            (name.split('.').next() == Some(group)).then_some(member.name)
        };
        let mut known: Vec<&str> = MEMBERS.iter().zip(groups()).filter_map(beside).collect();
        if known.is_empty() {
            known = groups().collect();
            known.dedup();
        }
        return Err(format!("{name} is no member; known are {}", known.join(", ")));
    };
    Ok(match member.kind {
        Kind::Flag => Type::Flag,
        Kind::Count => Type::Count,
        Kind::Number => Type::Number,
        Kind::Text => Type::Text(None),
        Kind::Code(codes) => Type::Text(Some(codes)),
        Kind::Texts => Type::Texts(None),
        Kind::CodeList(codes) => Type::Texts(Some(codes)),
        Kind::Map => Type::Map,
        Kind::Time => Type::Time,
    })
}

fn check_list(list: &mut ListExpr, within: Scope<'_>) -> Result<Type, String> {
    for item in &mut list.elements {
        match check(item, within)? {
            Type::Text(_) => {}
            other => return Err(format!("lists {}; lists are of texts", other.name())),
        }
    }
    Ok(Type::Texts(None))
}

/// The type of a call, and the number that it comes to where it is a moment or a span.
fn check_call(call: &mut CallExpr, within: Scope<'_>) -> Result<(Type, Option<i64>), String> {
    let name = call.func_name.clone();
    if let ("timestamp" | "duration", None, [argument]) = (name.as_str(), &call.target, call.args.as_slice())
    {
        let text = text_of(argument).unwrap_or_default();
        return if name == "timestamp" {
            let time =
                Timestamp::parse(text).ok_or("timestamp takes a text such as \"2026-08-02T00:00:00Z\"")?;
            Ok((Type::Time, Some(time.as_millis())))
        } else {
            let span = span_of(text).ok_or("duration takes a text such as \"720h\" or \"1h30m\"")?;
            Ok((Type::Span, Some(span)))
        };
    }
    // `size(x)` and `x.size()` are the same.
    let mut parts: Vec<&mut Expression> =
        call.target.as_deref_mut().into_iter().chain(&mut call.args).collect();
    let types = parts.iter_mut().map(|part| check(part, within)).collect::<Result<Vec<_>, _>>()?;
    let is_method = call.target.is_some();
    let found = match (name.as_str(), types.as_slice()) {
        (operators::LOGICAL_AND | operators::LOGICAL_OR, [Type::Flag, Type::Flag])
        | (operators::LOGICAL_NOT, [Type::Flag]) => Type::Flag,
        (operators::CONDITIONAL, [Type::Flag, one, other]) => {
            require(*other, *one)?;
            *one
        }
        (operators::EQUALS | operators::NOT_EQUALS, [one, other]) => {
            check_equals(call, *one, *other)?;
            Type::Flag
        }
        (
            operators::LESS | operators::LESS_EQUALS | operators::GREATER | operators::GREATER_EQUALS,
            [one @ (Type::Count | Type::Number | Type::Time | Type::Span), other],
        ) => {
            require(*other, *one)?;
            Type::Flag
        }
        (operators::IN, [Type::Text(one), Type::Texts(other)]) => {
            require_codes(call.args.get(1), *one)?;
            require_codes(call.args.first(), *other)?;
            Type::Flag
        }
        (operators::IN, [Type::Text(_), Type::Map]) => Type::Flag,
        (operators::INDEX, [Type::Map, Type::Text(_)]) => Type::Text(None),
        (operators::ADD, [Type::Time, Type::Span] | [Type::Span, Type::Time])
        | (operators::SUBSTRACT, [Type::Time, Type::Span]) => Type::Time,
        (operators::SUBSTRACT, [Type::Time, Type::Time])
        | (operators::ADD | operators::SUBSTRACT, [Type::Span, Type::Span]) => Type::Span,
        (operators::ADD | operators::SUBSTRACT, [Type::Count, Type::Count])
        | (operators::NEGATE, [Type::Count])
        | ("size", [Type::Text(_) | Type::Texts(_) | Type::Map]) => Type::Count,
        ("contains" | "startsWith" | "endsWith", [Type::Text(_), Type::Text(_)]) if is_method => Type::Flag,
        _ => return Err(wrong_call(&name, &types)),
    };
    Ok((found, None))
}

/// What is compared is of one type; a code is compared with one that there is, and `null` with what may be `null`.
fn check_equals(call: &CallExpr, one: Type, other: Type) -> Result<(), String> {
    let [first, second] = call.args.as_slice() else { return Err(not_callable("this")) };
    for (left, left_is, right, right_is) in [(first, one, second, other), (second, other, first, one)] {
        if let Type::Null = right_is {
            return match (&left.expr, left_is) {
                (Expr::Ident(name), _) if of_handle(name).is_some_and(|member| member.is_optional) => Ok(()),
                _ => Err(format!("compares {} with null, which it never is", left_is.name())),
            };
        }
        if let Type::Text(codes) = left_is {
            require_codes(Some(right), codes)?;
        }
    }
    match (one, other) {
        // Lists are asked with in, all and exists: the order of one says nothing.
        (Type::Texts(_) | Type::Map, _) => Err("compares lists; ask with in, all, exists or size".into()),
        _ => require(other, one),
    }
}

/// Texts that are written down beside a closed list are of it.
fn require_codes(written: Option<&Expression>, codes: Option<&'static Codes>) -> Result<(), String> {
    let (Some(written), Some(codes)) = (written, codes) else { return Ok(()) };
    let known = (codes.all)();
    let items = match &written.expr {
        Expr::List(list) => list.elements.as_slice(),
        _ => std::slice::from_ref(written),
    };
    match items.iter().filter_map(text_of).find(|text| !known.contains(text)) {
        Some(text) => Err(format!("\"{text}\" is no code of this member; known are {}", known.join(", "))),
        None => Ok(()),
    }
}

fn require(found: Type, wanted: Type) -> Result<(), String> {
    if mem::discriminant(&found) == mem::discriminant(&wanted) {
        return Ok(());
    }
    Err(format!("has {} beside {}; compare like with like", found.name(), wanted.name()))
}

#[cold]
fn wrong_call(name: &str, types: &[Type]) -> String {
    let is_function = CALLS.split([',', ' ']).any(|known| known == name);
    let is_known = is_function || name.starts_with('_') || matches!(name, "!_" | "-_" | "@in");
    if !is_known {
        return not_callable(name);
    }
    let types: Vec<_> = types.iter().map(|one| one.name()).collect();
    let operator = name.replace('_', " ").replace('@', "");
    format!("uses {} on {}, which it is not for", operator.trim(), types.join(" and "))
}

#[cold]
fn not_callable(name: &str) -> String {
    format!("calls {name}; conditions may call {CALLS}")
}

fn text_of(at: &Expression) -> Option<&str> {
    match &at.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}

/// Milliseconds of hours, minutes and seconds, as CEL writes them: `36h`, `1h30m`.
fn span_of(text: &str) -> Option<i64> {
    let (mut total, mut rest) = (0_i64, text);
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, after) = rest.split_at_checked(digits)?;
        let unit = after.chars().next()?;
        let millis = match unit {
            'h' => 3_600_000,
            'm' => 60_000,
            's' => 1000,
            _ => return None,
        };
        total = total.checked_add(number.parse::<i64>().ok()?.checked_mul(millis)?)?;
        rest = after.get(1..)?;
    }
    (!text.is_empty()).then_some(total)
}

impl Type {
    fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Flag => "true or false",
            Self::Count => "a number",
            Self::Number => "a number with decimals",
            Self::Text(_) => "a text",
            Self::Texts(_) => "a list of texts",
            Self::Map => "texts by name",
            Self::Time => "a time",
            Self::Span => "a duration",
        }
    }
}
