//! Written cells with the times that they are read as, and cells that are refused.

use crate::cells::numbers::Decimal;
use crate::cells::time_format::{DateSystem, TimeFormat, UnixUnit};
use crate::cells::times::{Time, TimeForm};
use crate::cells::{date_times, dates, iso};
use proptest::prelude::*;
use rules::Readers;
use telemetry::write_time;

const ISO: TimeFormat = TimeFormat::Iso;
const DMY: TimeFormat = TimeFormat::DayFirst;
const MDY: TimeFormat = TimeFormat::MonthFirst;
const YMD: TimeFormat = TimeFormat::YearFirst;
const NAMED: TimeFormat = TimeFormat::Named;
const SECONDS: TimeFormat = TimeFormat::Unix(UnixUnit::Seconds);
const BY_SIZE: TimeFormat = TimeFormat::UnixBySize;
const EXCEL: TimeFormat = TimeFormat::Excel(DateSystem::From1900);
const EXCEL_1904: TimeFormat = TimeFormat::Excel(DateSystem::From1904);

/// What is read.
const READ: &[(&str, TimeFormat, &str)] = &[
    ("2026-03-01", ISO, "2026-03-01T00:00:00Z"),
    ("2026-03-01T12:00:31.250Z", ISO, "2026-03-01T12:00:31.250Z"),
    ("2026-03-01 12:00:31,250", ISO, "2026-03-01T12:00:31.250Z"),
    ("2026-03-01 12:00:31.2509999", ISO, "2026-03-01T12:00:31.250Z"),
    ("2026-03-01 12:00:31:250", ISO, "2026-03-01T12:00:31.250Z"),
    ("2026-03-01T12:00+01:00", ISO, "2026-03-01T11:00:00Z"),
    ("2026-03-01 12:00:00 -0530", ISO, "2026-03-01T17:30:00Z"),
    ("2026-03-01 12:00:00+01", ISO, "2026-03-01T11:00:00Z"),
    ("2026-03-01 12:00:00 +1", ISO, "2026-03-01T11:00:00Z"),
    ("2026-03-01 12:00:00 \u{2212}03:30", ISO, "2026-03-01T15:30:00Z"),
    ("2026-03-01 12:00:00 GMT", ISO, "2026-03-01T12:00:00Z"),
    ("2026-03-01 12:00:00 UTC+1", ISO, "2026-03-01T11:00:00Z"),
    ("2026-03-01 12:00:00 EST", ISO, "2026-03-01T17:00:00Z"),
    ("2026-03-01 12:00:00 pdt", ISO, "2026-03-01T19:00:00Z"),
    ("2026-03-01 12:00:00 (UTC)", ISO, "2026-03-01T12:00:00Z"),
    ("2026-03-01T12:00+01:00[Europe/Berlin]", ISO, "2026-03-01T11:00:00Z"),
    ("2026-03-01 12:00:31 PM", ISO, "2026-03-01T12:00:31Z"),
    ("2026-03-01 12:00:31 a.m.", ISO, "2026-03-01T00:00:31Z"),
    ("2026-12-31T23:59:60Z", ISO, "2027-01-01T00:00:00Z"),
    ("20260301", ISO, "2026-03-01T00:00:00Z"),
    ("20260301T120031Z", ISO, "2026-03-01T12:00:31Z"),
    ("20260301120031", ISO, "2026-03-01T12:00:31Z"),
    ("20260301120031250", ISO, "2026-03-01T12:00:31.250Z"),
    ("202603011200", ISO, "2026-03-01T12:00:00Z"),
    ("20260301_120031", ISO, "2026-03-01T12:00:31Z"),
    ("20260301-12:00:31.250", ISO, "2026-03-01T12:00:31.250Z"),
    ("2026.03.01_12.00.00", YMD, "2026-03-01T12:00:00Z"),
    ("2026-03-01_12-00-00", YMD, "2026-03-01T12:00:00Z"),
    ("2026_03_01 12:00", YMD, "2026-03-01T12:00:00Z"),
    ("2026-03-01-12.00.31.250000", YMD, "2026-03-01T12:00:31.250Z"),
    ("2026/3/1 9:05", YMD, "2026-03-01T09:05:00Z"),
    ("26/03/13 12:00", YMD, "2026-03-13T12:00:00Z"),
    ("Mar 1, 2026 @ 12:00:31.250", NAMED, "2026-03-01T12:00:31.250Z"),
    ("Jan 6, 2025", NAMED, "2025-01-06T00:00:00Z"),
    ("1 Mar 2026 12:00", NAMED, "2026-03-01T12:00:00Z"),
    ("01-Mar-2026", NAMED, "2026-03-01T00:00:00Z"),
    ("01-MAR-26 12.00.31.250000 PM", NAMED, "2026-03-01T12:00:31.250Z"),
    ("2026-Mar-01 12:00", NAMED, "2026-03-01T12:00:00Z"),
    ("1. March 2026, 12:00", NAMED, "2026-03-01T12:00:00Z"),
    ("Sun, 01 Mar 2026 12:00:00 GMT", NAMED, "2026-03-01T12:00:00Z"),
    ("Sun, 1 Mar 2026 12:00:00 -0800 (PST)", NAMED, "2026-03-01T20:00:00Z"),
    ("Sun Mar  1 12:00:00 2026", NAMED, "2026-03-01T12:00:00Z"),
    ("Sun Mar  1 12:00:00 EST 2026", NAMED, "2026-03-01T17:00:00Z"),
    ("Sun Mar 01 2026 12:00:00 GMT+0100 (Central European Standard Time)", NAMED, "2026-03-01T11:00:00Z"),
    ("March 1, 2026 at 12:00 PM", NAMED, "2026-03-01T12:00:00Z"),
    ("March 1st, 2026 3 pm", NAMED, "2026-03-01T15:00:00Z"),
    ("Sept. 9, 2026", NAMED, "2026-09-09T00:00:00Z"),
    ("01/Mar/2026:12:00:00 +0000", NAMED, "2026-03-01T12:00:00Z"),
    ("[01/Mar/2026:12:00:00 -0700]", NAMED, "2026-03-01T19:00:00Z"),
    ("31/12/2026 18:30", DMY, "2026-12-31T18:30:00Z"),
    ("1.3.2026 12.00", DMY, "2026-03-01T12:00:00Z"),
    ("1. 3. 2026 12:00", DMY, "2026-03-01T12:00:00Z"),
    ("31.12.26", DMY, "2026-12-31T00:00:00Z"),
    ("31/12/99 0:00", DMY, "1999-12-31T00:00:00Z"),
    ("3/1/2026, 12:00:31\u{202f}AM", MDY, "2026-03-01T00:00:31Z"),
    ("3/1/26 1:05 PM", MDY, "2026-03-01T13:05:00Z"),
    ("1772366431", SECONDS, "2026-03-01T12:00:31Z"),
    ("1772366431.25", SECONDS, "2026-03-01T12:00:31.250Z"),
    ("1772366431250", BY_SIZE, "2026-03-01T12:00:31.250Z"),
    ("1772366431250000", BY_SIZE, "2026-03-01T12:00:31.250Z"),
    ("1772366431", BY_SIZE, "2026-03-01T12:00:31Z"),
    ("46082.5", EXCEL, "2026-03-01T12:00:00Z"),
    ("46082.50036168982", EXCEL, "2026-03-01T12:00:31.250Z"),
    ("59", EXCEL, "1900-02-28T00:00:00Z"),
    ("44620.5", EXCEL_1904, "2026-03-01T12:00:00Z"),
];

/// What is no time, or could be several: it is refused.
const REFUSED: &[(&str, TimeFormat)] = &[
    ("2026-02-30", ISO),
    ("2026-13-01", ISO),
    ("2026-W09-7", ISO),
    ("2026-060", ISO),
    ("2026060", ISO),
    ("2026-03", ISO),
    ("2026-03-01T24:00:00Z", ISO),
    ("2026-03-01 12:60", ISO),
    ("2026-03-01 12:00:61", ISO),
    ("2026-03-01 13:00 PM", ISO),
    ("2026-03-01 0:30 am", ISO),
    ("2026-03-01 12", ISO),
    ("2026-03-01 12:0", ISO),
    ("2026-03-01T12-05", ISO),
    ("2026-03-01-05:00", ISO),
    ("2026-03-01 12:00-13:00", ISO),
    ("2026-03-01 12:00:00 +24:00", ISO),
    ("2026-03-01 12:00:00 CET", ISO),
    ("2026-03-01 12:00:00 IST", ISO),
    ("2026-03-01 12:00:00 A", ISO),
    ("2026-03-01 12:00:00 (local)", ISO),
    ("2026-03-01 12:00:00 UTC GMT", ISO),
    ("2026-03-01 12:00 noon", ISO),
    ("2026-03-01 12:00:00 x", ISO),
    ("2026-03-01T12:00:00.Z", ISO),
    ("2026 03 01", ISO),
    ("0000-01-01", ISO),
    ("9999-12-31T23:00:00-01:00", ISO),
    ("01/03/2026", ISO),
    ("26/03/01", ISO),
    ("Mar 2026", NAMED),
    ("Mar 1", NAMED),
    ("Mar  1 12:00:00", NAMED),
    ("Mar 32, 2026", NAMED),
    ("Feb 29, 2026", NAMED),
    ("Mars 1, 2026", NAMED),
    ("Smarch 1, 2026", NAMED),
    ("Mar 1, 26", NAMED),
    ("1 Mar 26", NAMED),
    ("Foo, 01 Mar 2026 12:00:00 GMT", NAMED),
    ("Sun, 01 Mar 2026 12:00:00 CEST", NAMED),
    ("01/Mar/2026:12:00:00 +0000 \"GET\"", NAMED),
    ("01/Mar-2026", NAMED),
    ("13/31/2026", DMY),
    ("1/3.2026", DMY),
    ("31.12.026", DMY),
    ("1.2.3.4", DMY),
    ("12/31/2026", DMY),
    ("31/12/2026", MDY),
    ("3/1/2026 25:00", MDY),
    ("3/1/2026 12:00 PM PM", MDY),
    ("12:00:31", MDY),
    ("300", SECONDS),
    ("-1772366431", SECONDS),
    ("soon", SECONDS),
    ("1e25", BY_SIZE),
    ("60", EXCEL),
    ("60.5", EXCEL),
    ("0.5", EXCEL),
    ("2958466", EXCEL),
    ("-1", EXCEL_1904),
    ("2026-03-01", EXCEL),
];

fn read(cell: &str, format: TimeFormat) -> Time {
    TimeForm { format, readers: Readers::Common, decimal: Decimal::Point }.read(cell.as_bytes(), None)
}

fn text_of(time: i64) -> String {
    let mut text = String::new();
    write_time(&mut text, time);
    text
}

#[test]
fn what_is_written_is_read() {
    for &(cell, format, expected) in READ {
        let told = match read(cell, format) {
            Time::Value(time) => text_of(time),
            other => format!("{other:?}"),
        };
        assert_eq!(told, expected, "{cell:?} as {}", format.name());
        // Blanks around a cell are no part of it.
        assert_eq!(read(&format!("  {cell} "), format), read(cell, format), "{cell:?}");
    }
}

#[test]
fn what_is_no_time_is_refused() {
    for &(cell, format) in REFUSED {
        let read = read(cell, format);
        assert!(matches!(read, Time::Not | Time::Implausible), "{cell:?} as {} is {read:?}", format.name());
    }
    assert!(REFUSED.len() >= 60 && READ.len() >= 60);
}

/// The table of the documentation says what is done.
#[test]
fn what_the_documentation_says_is_read() {
    let text = include_str!("../../../../docs/formats.md");
    let section = text.split_once("\n## Times\n").and_then(|(_, rest)| rest.split_once("\n## ")).expect("a section").0;
    let mut formats = Vec::new();
    for row in section.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let &[format, written, expected] = cells.as_slice() else { panic!("{row}") };
        let format = TimeFormat::from_name(format.trim_matches('`')).expect("a format");
        formats.push(format);
        if !expected.is_empty() {
            let written = written.trim_matches('`');
            let Time::Value(time) = read(written, format) else { panic!("{row}") };
            assert_eq!(text_of(time), expected, "{row}");
        }
    }
    assert!(TimeFormat::ALL.iter().all(|format| formats.contains(format)), "{formats:?}");
}

/// A date and a time of day in numbers, made by counting on from 1970 and so by nothing of what reads them.
#[derive(Clone, Debug)]
struct Parts {
    time: i64,
    date: (u32, u32, u32),
    clock: (u32, u32, u32, u32),
}

fn parts() -> impl Strategy<Value = Parts> {
    // 1990 to 2060.
    (7305_i64..32_872, 0_u32..86_400_000).prop_map(|(days, of_day)| {
        let mut date = (1970, 1, 1);
        for _ in 0..days {
            let last = match date.1 {
                2 if date.0 % 4 == 0 => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            date.2 += 1;
            if date.2 > last {
                date = (date.0, date.1 + 1, 1);
            }
            if date.1 > 12 {
                date = (date.0 + 1, 1, 1);
            }
        }
        let clock = (of_day / 3_600_000, of_day / 60_000 % 60, of_day / 1000 % 60, of_day % 1000);
        Parts { time: days * 86_400_000 + i64::from(of_day), date, clock }
    })
}

/// Days as they are written, each with the formats in which it is read.
fn days((year, month, day): (u32, u32, u32)) -> Vec<(String, Vec<TimeFormat>)> {
    const LONG: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let long = LONG[month as usize - 1];
    let short = &long[..3];
    let short_year = year % 100;
    let all = vec![ISO, TimeFormat::IsoOther, YMD, DMY, MDY, NAMED, TimeFormat::Mixed];
    let plain = [
        format!("{year}-{month:02}-{day:02}"),
        format!("{year}{month:02}{day:02}"),
        format!("{year}/{month}/{day}"),
        format!("{year}.{month:02}.{day:02}"),
        format!("{year}_{month:02}_{day:02}"),
        format!("{year}-{short}-{day:02}"),
        format!("{day} {short} {year}"),
        format!("{day:02}-{short}-{year}"),
        format!("{day:02}-{}-{short_year:02}", short.to_uppercase()),
        format!("{day}. {long} {year}"),
        format!("{day:02}/{short}/{year}"),
        format!("{short} {day}, {year}"),
        format!("{} {day} {year}", long.to_lowercase()),
        format!("Monday, {long} {day}, {year}"),
        format!("Mon, {day:02} {short} {year}"),
    ];
    let mut days: Vec<_> = plain.into_iter().map(|day| (day, all.clone())).collect();
    for mark in ['/', '.', '-'] {
        days.push((format!("{day}{mark}{month}{mark}{year}"), vec![DMY]));
        days.push((format!("{month:02}{mark}{day:02}{mark}{year}"), vec![MDY]));
        days.push((format!("{day:02}{mark}{month:02}{mark}{short_year:02}"), vec![DMY]));
        days.push((format!("{month}{mark}{day}{mark}{short_year:02}"), vec![MDY]));
        days.push((format!("{short_year:02}{mark}{month:02}{mark}{day:02}"), vec![YMD]));
    }
    days
}

/// Times of day as they are written, each with how many milliseconds it leaves out.
fn clocks((hour, minute, second, millisecond): (u32, u32, u32, u32)) -> Vec<(String, u32)> {
    let half = if hour < 12 { "AM" } else { "PM" };
    let small = if hour < 12 { "a.m." } else { "p.m." };
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let seconds = second * 1000 + millisecond;
    vec![
        (format!("{hour:02}:{minute:02}"), seconds),
        (format!("{hour}:{minute:02}:{second:02}"), millisecond),
        (format!("{hour:02}:{minute:02}:{second:02}.{millisecond:03}"), 0),
        (format!("{hour:02}:{minute:02}:{second:02},{millisecond:03}999"), 0),
        (format!("{hour:02}:{minute:02}:{second:02}:{millisecond:03}"), 0),
        (format!("{hour:02}.{minute:02}.{second:02}"), millisecond),
        (format!("{hour:02}-{minute:02}-{second:02}"), millisecond),
        (format!("{hour:02}{minute:02}{second:02}"), millisecond),
        (format!("{twelve}:{minute:02} {half}"), seconds),
        (format!("{twelve}:{minute:02}:{second:02}.{millisecond:03} {small}"), 0),
        (format!("{twelve}:{minute:02}:{second:02}\u{202f}{half}"), millisecond),
    ]
}

proptest! {
    #[test]
    fn every_style_is_read_again(
        parts in parts(),
        between in prop::sample::select(vec![" ", "T", "_", ", ", " @ ", " at "]),
        ahead in -720_i32..=840,
        with_zone in any::<bool>(),
    ) {
        let sign = if ahead < 0 { '-' } else { '+' };
        let (hours, minutes) = (ahead.abs() / 60, ahead.abs() % 60);
        let zones = [
            String::new(), "Z".into(), " UTC".into(), " GMT".into(), format!("{sign}{hours:02}:{minutes:02}"),
            format!(" {sign}{hours:02}{minutes:02}"), format!(" GMT{sign}{hours:02}{minutes:02} (somewhere)"),
        ];
        for (day, formats) in days(parts.date) {
            for (clock, left_out) in clocks(parts.clock) {
                for (place, zone) in zones.iter().enumerate() {
                    if with_zone != (place >= 4) {
                        continue;
                    }
                    let utc = parts.time - i64::from(left_out) - if with_zone { i64::from(ahead) * 60_000 } else { 0 };
                    let cell = format!("{day}{between}{clock}{zone}");
                    for &format in &formats {
                        prop_assert_eq!(read(&cell, format), Time::Value(utc), "{:?} as {}", cell, format.name());
                    }
                }
            }
            let midnight = parts.time.div_euclid(86_400_000) * 86_400_000;
            for &format in &formats {
                prop_assert_eq!(read(&day, format), Time::Value(midnight), "{:?} as {}", day, format.name());
            }
        }
    }

    /// As numbers, and to the millisecond.
    #[test]
    fn every_number_is_read_again(parts in parts()) {
        let seconds = format!("{}.{:03}", parts.time / 1000, parts.time % 1000);
        prop_assert_eq!(read(&seconds, SECONDS), Time::Value(parts.time));
        for cell in [seconds, parts.time.to_string(), format!("{}000", parts.time), format!("{}000000", parts.time)] {
            prop_assert_eq!(read(&cell, BY_SIZE), Time::Value(parts.time), "{}", cell);
        }
        let days = parts.time as f64 / 86_400_000.0;
        prop_assert_eq!(read(&(days + 25_569.0).to_string(), EXCEL), Time::Value(parts.time));
        prop_assert_eq!(read(&format!("{:.10}", days + 24_107.0), EXCEL_1904), Time::Value(parts.time));
    }

    /// What the first rules read is read as the same by later ones, but for offsets that no clock has.
    #[test]
    fn what_was_read_is_read(text in "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}([T ,]{1,2}[0-2]?[0-9]:[0-5][0-9](:[0-6][0-9]([.,][0-9]{1,4})?)?( ?[AaPp][Mm])?)?( ?(Z|UTC|[+-](0[0-9]|1[01])(:?[0-5][0-9])?))?|[0-9]{8}T[0-2][0-9][0-5][0-9]([0-5][0-9])?Z?") {
        let cell = text.as_bytes();
        for (first, format) in [
            (iso::iso(cell), ISO),
            (dates::iso_other(cell), TimeFormat::IsoOther),
            (dates::ordered(cell, dates::Order::Year), YMD),
            (dates::ordered(cell, dates::Order::Day), DMY),
            (dates::ordered(cell, dates::Order::Month), MDY),
        ] {
            if let Some(time) = first {
                prop_assert_eq!(read(&text, format), Time::Value(time), "{:?} as {}", text, format.name());
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..40),
        text in "[0-9/.:,TZ +apmJanFebMrGT@()-]{0,40}",
    ) {
        for bytes in [&bytes[..], text.as_bytes()] {
            date_times::read(bytes);
            date_times::is_time_of_day(bytes);
            for &format in TimeFormat::ALL {
                TimeForm { format, readers: Readers::Common, decimal: Decimal::Comma }.read(bytes, None);
            }
        }
    }
}
