//! One column with all that is known of it: name, content, and what the name means where it comes from.

use super::common_names;
use super::evidence::{Evidence, OtherTimes, Sizes};
use super::meaning::Meant;
use super::names::{self, Known};
use super::own_names;
use super::plan::{Encoded, Form, NumberForm, Plan, Taken, Target, WrittenForm};
use super::told_unit::{self, UnitSource};
use super::why::Why;
use super::written_as::{Content, Units, WrittenAs};
use crate::cells::cmcd;
use crate::cells::missing::MissingRule;
use crate::cells::numbers::Decimal;
use crate::cells::time_format::{DateSystem, TimeFormat};
use crate::cells::times::TimeForm;
use crate::cells::units::{Scale, SourceUnit};
use crate::reading::mapping::Detail;
use crate::rows::normal_name::normalise;
use rules::Readers;
use telemetry::{Field, Kind, Unit};

/// One column of the sample.
pub(crate) struct KnownColumn<'a> {
    pub name: &'a str,
    pub evidence: &'a Evidence<'a>,
    pub readers: Readers,
    /// How its cells are read as numbers.
    pub written: WrittenAs,
    pub sizes: Sizes,
    /// What its name means under any mapping, for ever.
    pub known: Option<Known>,
    /// What its name means under an open mapping.
    pub meant: Option<Meant>,
    /// In which order its dates are written, where all rows have told.
    pub told_order: Option<TimeFormat>,
    /// The middle of the days of another column, which are written as spreadsheets count them.
    pub days_beside: Option<f64>,
    /// Whether the mapping is closed: spellings of times that were learnt later are none, unless it says so.
    pub is_closed: bool,
}

impl KnownColumn<'_> {
    /// Whether its cells are numbers, in whatever units.
    fn is_number(&self) -> bool {
        matches!(self.written.content, Content::Numbers(_) | Content::Codes)
    }

    /// Whether its cells are numbers of this field: their units can be converted, or most have none.
    fn is_number_of(&self, field: Field) -> bool {
        match &self.written.content {
            Content::Numbers(units) => {
                units.are_bare || units.dimension.is_some_and(|dimension| dimension.power_to(field).is_some())
            }
            // A count may be written with a zero before it.
            Content::Codes => true,
            Content::Nothing | Content::Open | Content::Other => false,
        }
    }

    /// Whether it has no value at all.
    fn is_empty(&self) -> bool {
        self.written.content == Content::Nothing
    }

    /// Whether it holds numbers of which nobody can tell what the mark in them means.
    fn is_open(&self) -> bool {
        self.written.content == Content::Open
    }

    /// How its cells are read as numbers: with `unit` where they have none, and of `field`.
    pub(crate) fn number_form(&self, scale: Scale, field: Option<Field>) -> NumberForm {
        let units = if let Content::Numbers(units) = &self.written.content { Some(units) } else { None };
        let written = (self.readers == Readers::Common).then(|| WrittenForm {
            takes_bare: units.is_none_or(|units| units.are_bare),
            to: match field {
                Some(field) => Target::Field(field),
                None => Target::Dimension(units.filter(|units| !units.are_bare).and_then(|units| units.dimension)),
            },
        });
        NumberForm { decimal: self.written.decimal, scale, field, written }
    }

    /// The format of its times, if it holds times: numbers are times only under the name of one.
    fn time_format(&self) -> Option<TimeFormat> {
        if self.evidence.is_iso() {
            return Some(TimeFormat::Iso);
        }
        if self.is_number() {
            let unix = || self.sizes.unix.map(TimeFormat::Unix);
            match self.readers {
                Readers::First if names::is_time(self.name) => return unix(),
                Readers::First => {}
                Readers::Common if !names::is_of_times(self.name) => return None,
                Readers::Common if self.is_closed => return unix(),
                Readers::Common => return self.dated_numbers(),
            }
        }
        match self.other_times() {
            Some(OtherTimes::Are(format)) if !self.is_closed => Some(format),
            _ => None,
        }
    }

    /// The middle of its days, where its name and its numbers say that they are such as spreadsheets count.
    pub(crate) fn days(&self) -> Option<f64> {
        let are_days =
            self.readers == Readers::Common && names::is_date(self.name) && self.is_number() && self.sizes.serial;
        self.sizes.median.filter(|_| are_days)
    }

    /// How its numbers are times, under the name of a date, in a file that is opened for the first time.
    fn dated_numbers(&self) -> Option<TimeFormat> {
        // Another column of days makes it plain what numbers of about as many are.
        let is_near = |days: f64| self.sizes.median.is_some_and(|median| (median - days).abs() < 400.0);
        let days = self.sizes.serial && (names::is_date(self.name) || self.days_beside.is_some_and(is_near));
        self.times_of_numbers().or_else(|| days.then_some(TimeFormat::Excel(DateSystem::From1900)))
    }

    /// How its numbers are times, where they are known to be some.
    fn times_of_numbers(&self) -> Option<TimeFormat> {
        if self.readers == Readers::First {
            return self.sizes.unix.map(TimeFormat::Unix);
        }
        // `202603011200` would be milliseconds of 1976.
        let digits = self.evidence.is_date_of_digits().then_some(TimeFormat::IsoOther);
        let unix = || self.sizes.unix.map(TimeFormat::Unix);
        digits.or_else(unix).or_else(|| self.sizes.unix_by_size.then_some(TimeFormat::UnixBySize))
    }

    /// How it is read as times in this format.
    fn form_of_times(&self, format: TimeFormat) -> Form {
        let decimal = if format.is_of_numbers() { self.written.decimal } else { Decimal::Point };
        Form::Time(TimeForm { format, readers: self.readers, decimal })
    }

    /// Whether it holds dates with day and month in an order that is not known.
    fn is_ambiguous(&self) -> bool {
        !self.is_number() && self.other_times() == Some(OtherTimes::Ambiguous)
    }

    /// How its times are written in a spelling other than ISO 8601's first.
    fn other_times(&self) -> Option<OtherTimes> {
        match (self.evidence.other_times(), self.told_order) {
            (Some(OtherTimes::Ambiguous), Some(format)) => Some(OtherTimes::Are(format)),
            (times, _) => times,
        }
    }

    /// The format of its times, where it is known to hold times.
    fn format_of_time(&self) -> Option<TimeFormat> {
        self.time_format().or_else(|| if self.is_number() { self.times_of_numbers() } else { None })
    }

    /// Whether the content may be this field; a column without a value may be any.
    pub(crate) fn agrees_with(&self, field: Field) -> bool {
        // A name that was learnt later is none of a time to `time_format`, which must not change what an own column is.
        let is_time = || if self.meant.is_some() { self.format_of_time() } else { self.time_format() }.is_some();
        self.is_empty()
            || match field.kind() {
                Kind::Number if field.unit() == Unit::Flag => self.evidence.is_flag(),
                Kind::Number => self.is_number_of(field),
                Kind::Time => is_time(),
                Kind::Category | Kind::Text => true,
            }
    }

    /// Why the content cannot be this field.
    pub(crate) fn why_not(&self, field: Field) -> Why {
        let counts = || common_names::counts_from_start(self.name).filter(|_| self.is_number());
        match counts().filter(|_| self.readers == Readers::Common && field.kind() == Kind::Time) {
            Some(unit) => Why::Elapsed { unit },
            None => Why::OtherContent { field },
        }
    }

    /// The plan under its own name.
    pub(crate) fn own_plan(&self, why: Why) -> Plan {
        let form = self.own_form();
        let detail = match form {
            Form::Time(form) if !form.format.is_of_first_links() => Some(Detail::Time(form.format)),
            _ => None,
        };
        let why = match why {
            Why::ByHand => why,
            _ if self.is_ambiguous() => Why::AmbiguousDates,
            _ if self.is_open() => Why::AmbiguousNumbers { field: self.meant.as_ref().and_then(|meant| meant.field) },
            why => why,
        };
        Plan { detail, ..Plan::bare(why, form) }
    }

    /// The form under its own name: told from the content alone, so that it is the same under every mapping, but for
    /// spellings of times that a closed mapping has to name.
    fn own_form(&self) -> Form {
        if self.is_empty() {
            Form::Undecided(self.written.decimal, self.readers)
        } else if let Some(format) = self.time_format() {
            self.form_of_times(format)
        } else if self.is_own_number() {
            Form::Number(self.number_form(Scale::Same, None))
        } else {
            self.label_form()
        }
    }

    /// Whether its cells are numbers where nothing but its name says what they are of: not those of identifiers, and no
    /// times of day.
    fn is_own_number(&self) -> bool {
        match &self.written.content {
            Content::Numbers(_) if self.readers == Readers::First => true,
            Content::Numbers(units) if units.are_clocks => own_names::is_duration(self.name),
            Content::Numbers(_) => !own_names::is_identifier(self.name),
            Content::Codes | Content::Nothing | Content::Open | Content::Other => false,
        }
    }

    /// The form of labels, or of texts where nearly every row has its own.
    fn label_form(&self) -> Form {
        let missing = MissingRule::of(self.readers);
        if self.evidence.is_text() { Form::Text(missing) } else { Form::Category(missing) }
    }

    /// The plan under its own name, read as was chosen: `None` where it cannot be read so.
    pub(crate) fn own_plan_as(&self, detail: Detail) -> Option<Plan> {
        let form = match detail {
            Detail::Time(format) => self.form_of_times(format),
            Detail::Labels => self.label_form(),
            Detail::Numbers => Form::Number(self.number_form(Scale::Same, None)),
            Detail::Unit(_) | Detail::Letters => return None,
        };
        Some(Plan { detail: Some(detail), ..Plan::bare(Why::ByHand, form) })
    }

    /// The plan for a field that was chosen by hand.
    pub(crate) fn chosen_plan(&self, field: Field, detail: Option<Detail>, closed: bool) -> Plan {
        let why = match (&self.meant, self.known) {
            (Some(meant), _) if meant.field == Some(field) => meant.why.clone(),
            (None, Some(known)) if known.field == field => known.why(),
            _ if field.kind() == Kind::Time && detail.is_none() && self.is_ambiguous() => Why::AmbiguousDates,
            _ if field.kind() == Kind::Number && self.is_open() => Why::AmbiguousNumbers { field: Some(field) },
            _ => Why::ByHand,
        };
        self.field_plan(field, why, detail, closed)
    }

    /// The plan for a field, read as `chosen` says where that fits.
    pub(crate) fn field_plan(&self, field: Field, why: Why, chosen: Option<Detail>, closed: bool) -> Plan {
        let meant = self.meant.as_ref().filter(|meant| meant.field == Some(field));
        let (mut unit, mut letters, mut needed, mut fits) = (None, None, None, false);
        let form = match field.kind() {
            Kind::Number => {
                let by_hand = match chosen {
                    Some(Detail::Unit(unit)) if unit.scale_to(field).is_some() => Some((unit, UnitSource::Chosen)),
                    _ => None,
                };
                fits = by_hand.is_some();
                unit = by_hand.or_else(|| if closed { self.unit(field) } else { self.unit_now(field, meant) });
                needed = self.needed(field, unit);
                let scale = unit.and_then(|(unit, _)| unit.scale_to(field)).unwrap_or_default();
                match field.unit() {
                    Unit::Flag => Form::Flag,
                    _ => Form::Number(self.number_form(scale, Some(field))),
                }
            }
            Kind::Time => {
                let by_hand = if let Some(Detail::Time(format)) = chosen { Some(format) } else { None };
                fits = by_hand.is_some();
                // Numbers that are to be times, and can be no unix times, are days.
                let days = self.readers == Readers::Common && self.is_number() && self.sizes.serial;
                let days = days.then_some(TimeFormat::Excel(DateSystem::From1900));
                let format = by_hand.or_else(|| self.format_of_time()).or(days).unwrap_or(TimeFormat::Iso);
                needed = (format != TimeFormat::Iso).then_some(Detail::Time(format));
                self.form_of_times(format)
            }
            Kind::Category => {
                fits = chosen == Some(Detail::Letters) && cmcd::has_letters(field);
                if fits || !closed && meant.is_some_and(|meant| meant.letters) {
                    letters = Some(field);
                    needed = Some(Detail::Letters);
                }
                let is_place = matches!(field, Field::CountryCode | Field::Region);
                let rule = if is_place { MissingRule::of_places } else { MissingRule::of };
                Form::Category(rule(self.readers))
            }
            Kind::Text => Form::Text(MissingRule::of(self.readers)),
        };
        let (why, detail) = match chosen {
            Some(detail) if !fits => (Why::Unfit { field: Some(field), detail }, if closed { chosen } else { needed }),
            Some(_) => (why, chosen),
            None => (why, if closed { None } else { needed }),
        };
        Plan {
            taken: Taken::Field(field),
            why,
            form,
            unit,
            detail,
            letters,
            encoded: Encoded::No,
            decimal: None,
            written: None,
        }
    }

    /// The unit that its cells say, each for itself.
    fn unit_of_cells(&self, field: Field) -> Option<(SourceUnit, UnitSource)> {
        match &self.written.content {
            Content::Numbers(Units { are_bare: false, dimension: Some(dimension), .. }) => {
                dimension.power_to(field)?;
                Some((SourceUnit::of_field(field)?, UnitSource::Cells))
            }
            _ => None,
        }
    }

    /// The unit under a closed mapping that does not say it, and so for ever: by its cells, by the name, else by the size of
    /// the numbers.
    fn unit(&self, field: Field) -> Option<(SourceUnit, UnitSource)> {
        if let Some(unit) = self.unit_of_cells(field) {
            return Some(unit);
        }
        let by_name = match self.known {
            Some(known) if known.field == field => known.unit,
            _ => SourceUnit::split_off(&normalise(self.name)).map(|(_, unit)| unit),
        };
        match by_name.filter(|unit| unit.scale_to(field).is_some()) {
            Some(unit) => Some((unit, UnitSource::Name)),
            None => told_unit::by_size(field, self.sizes.median, self.sizes.greatest),
        }
    }

    /// The unit in a file that is opened for the first time: by its source, by the name, else by the size of the numbers.
    fn unit_now(&self, field: Field, meant: Option<&Meant>) -> Option<(SourceUnit, UnitSource)> {
        if let Some(unit) = self.unit_of_cells(field) {
            return Some(unit);
        }
        let by_size = || match self.readers {
            Readers::First => told_unit::by_size_now(field, self.sizes.median, self.sizes.greatest),
            Readers::Common => told_unit::by_size_common(field, self.sizes.median, self.sizes.greatest),
        };
        match meant {
            Some(meant) if meant.unit.is_some() => meant.unit,
            Some(meant) if meant.whole => by_size(),
            _ => match self.unit(field) {
                Some((unit, UnitSource::Name)) => Some((unit, UnitSource::Name)),
                _ => by_size(),
            },
        }
    }

    /// The unit as a plan has to say it: where without it the name does not tell the same.
    fn needed(&self, field: Field, unit: Option<(SourceUnit, UnitSource)>) -> Option<Detail> {
        let (unit, _) = unit?;
        let untold = self.unit(field)?;
        let by_size = untold.1 != UnitSource::Name && told_unit::is_told_by_size(field);
        (untold.0 != unit || by_size).then_some(Detail::Unit(unit))
    }
}
