//! What is typed into the panels: it follows the plan, and becomes part of it when it is settled.

use super::{Page, World};
use crate::app::state::{DetectorEdit, DetectorForm, ScenarioForm};
use analysis::{Detector, Plan, Source};

impl<W: World> Page<W> {
    /// The forms follow the plan: a link, a drag of the threshold or a cancelled run changes it from outside.
    pub fn follow(&mut self) {
        let formed = self.formed.take();
        if let Source::Generated(scenario) = &self.plan.source
            && formed.as_ref().is_none_or(|formed| formed.source != self.plan.source)
        {
            self.scenario = ScenarioForm::of(scenario);
        }
        if formed.is_none_or(|formed| formed.detector != self.plan.detector) {
            self.detector = (self.detector_form(), None);
        }
        self.formed = Some(self.plan.clone());
    }

    /// The form of the plan's detector.
    fn detector_form(&self) -> DetectorForm {
        DetectorForm::of(&self.plan, self.result().map(|result| result.threshold))
    }

    /// The user types what to generate.
    pub fn type_scenario(&mut self, form: ScenarioForm) {
        self.scenario = form;
    }

    /// Takes a change over into the form and, where it is settled and sound, into the plan.
    pub fn edit_detector(&mut self, edit: DetectorEdit, value: String) {
        let shown = self.detector_form();
        let (form, error) = &mut self.detector;
        (edit.edit)(form, &shown, value);
        if edit.settled {
            let read = form.read();
            *error = read.as_ref().err().cloned();
            if let Ok(detector) = read
                && detector != self.plan.detector
            {
                self.judge_by(detector);
            }
        }
    }

    /// Has the sessions judged otherwise.
    pub fn judge_by(&mut self, detector: Detector) {
        self.touch();
        self.start(Plan { detector, ..self.plan.clone() });
    }
}
