//! HTML that is a file of its own: written element by element, so that every element is closed and every text is a text.

/// Writes a document.
#[derive(Default)]
pub(super) struct Html {
    text: String,
    open: Vec<&'static str>,
}

/// Elements that have no end.
const VOID: [&str; 3] = ["meta", "img", "br"];

impl Html {
    /// An empty document of HTML.
    pub(super) fn document() -> Self {
        Self { text: "<!DOCTYPE html>\n".into(), open: Vec::new() }
    }

    /// Begins an element.
    pub(super) fn begin(&mut self, name: &'static str, attributes: &[(&str, &str)]) -> &mut Self {
        self.text.push('<');
        self.text.push_str(name);
        for (attribute, value) in attributes {
            self.text.push(' ');
            self.text.push_str(attribute);
            self.text.push_str("=\"");
            escape(&mut self.text, value);
            self.text.push('"');
        }
        self.text.push('>');
        if !VOID.contains(&name) {
            self.open.push(name);
        }
        self
    }

    /// Ends the element that was begun last, and the line.
    pub(super) fn end(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.text.push_str("</");
            self.text.push_str(name);
            self.text.push_str(">\n");
        }
        self
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        escape(&mut self.text, text);
        self
    }

    /// An element with nothing but a text in it.
    pub(super) fn element(&mut self, name: &'static str, text: &str) -> &mut Self {
        self.begin(name, &[]).text(text).end()
    }

    /// A style sheet of our own: not for texts from elsewhere, because nothing in it is escaped.
    pub(super) fn style(&mut self, sheet: &'static str) -> &mut Self {
        self.begin("style", &[]);
        self.text.push_str(sheet);
        self.end()
    }

    /// A row of a table, the first cell as its head.
    pub(super) fn row(&mut self, head: &str, cells: &[String]) -> &mut Self {
        self.begin("tr", &[]).begin("th", &[("scope", "row")]).text(head).end();
        for cell in cells {
            self.element("td", cell);
        }
        self.end()
    }

    /// The whole text, every element closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.end();
        }
        self.text
    }
}

/// Appends a text with what means something in HTML escaped, and without letters that no document can have.
fn escape(out: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(letter),
            _ if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            _ => out.push(letter),
        }
    }
}
