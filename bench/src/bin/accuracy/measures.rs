//! How well scores rank what is known: the two usual measures, as scikit-learn has them.

/// The stretches of equal score, the highest first: in each how many are anomalies and how many are not.
fn steps(scores: &[f64], is_anomaly: &[bool]) -> Vec<(f64, f64)> {
    assert_eq!(scores.len(), is_anomaly.len(), "a label for each score");
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    order
        .chunk_by(|&a, &b| scores[a] == scores[b])
        .map(|tied| {
            let anomalies = tied.iter().filter(|&&row| is_anomaly[row]).count();
            (anomalies as f64, (tied.len() - anomalies) as f64)
        })
        .collect()
}

/// The area under the receiver operating characteristic: how likely an anomaly scores above what is none, ties counting
/// half (scikit-learn's `roc_auc_score`).
pub fn auroc(scores: &[f64], is_anomaly: &[bool]) -> f64 {
    let (mut found, mut pairs, mut others) = (0.0, 0.0, 0.0);
    for (anomalies, rest) in steps(scores, is_anomaly) {
        pairs += rest * (found + anomalies / 2.0);
        found += anomalies;
        others += rest;
    }
    pairs / (found * others)
}

/// The mean over the anomalies of the precision among all that score at least as high (scikit-learn's
/// `average_precision_score`).
pub fn average_precision(scores: &[f64], is_anomaly: &[bool]) -> f64 {
    let (mut found, mut above, mut sum) = (0.0, 0.0, 0.0);
    for (anomalies, rest) in steps(scores, is_anomaly) {
        found += anomalies;
        above += anomalies + rest;
        sum += anomalies * (found / above);
    }
    sum / found
}

/// Precision and recall where this share of the rows is flagged: those above the percentile of the scores, interpolated
/// as numpy does.
pub fn precision_and_recall(scores: &[f64], is_anomaly: &[bool], share: f64) -> (f64, f64) {
    let mut rising = scores.to_vec();
    rising.sort_by(f64::total_cmp);
    let position = (1.0 - share) * (scores.len() - 1) as f64;
    let (low, high) = (rising[position as usize], rising[(position as usize + 1).min(scores.len() - 1)]);
    let threshold = low + (high - low) * (position - position.trunc());
    let flagged = scores.iter().filter(|&&score| score > threshold).count();
    let found = scores.iter().zip(is_anomaly).filter(|&(&score, &label)| label && score > threshold).count();
    let anomalies = is_anomaly.iter().filter(|&&label| label).count();
    (found as f64 / flagged as f64, found as f64 / anomalies as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_measures_follow_their_definitions() {
        let labels = [true, false, true, false];
        let scores = [0.9, 0.8, 0.7, 0.1];
        assert_eq!(auroc(&scores, &labels), 0.75);
        assert_eq!(average_precision(&scores, &labels), (1.0 + 2.0 / 3.0) / 2.0);
        assert_eq!((auroc(&[0.5; 4], &labels), average_precision(&[0.5; 4], &labels)), (0.5, 0.5));
        assert_eq!(precision_and_recall(&scores, &labels, 0.25), (1.0, 0.5));
    }
}
