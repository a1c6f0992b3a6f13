//! What may be turned when parameters are chosen, and to what. The steps are wide, and the same for every market.

use super::Parameters;

/// One parameter and its steps. Infinity stands for a half-life that there is not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dial {
    pub(super) steps: &'static [f32],
    /// Where it stands when it does nothing, where there is such a step.
    idle: Option<f32>,
    get: fn(&Parameters) -> f32,
    set: fn(&mut Parameters, f32),
}

impl Dial {
    /// The parameters with this one at a step.
    pub(super) fn at(&self, parameters: &Parameters, step: usize) -> Option<Parameters> {
        let mut turned = *parameters;
        (self.set)(&mut turned, *self.steps.get(step)?);
        Some(turned)
    }

    /// The parameters with this one doing nothing, when it can and does not already.
    pub(super) fn idle(&self, parameters: &Parameters) -> Option<Parameters> {
        let idle = self.idle.filter(|idle| *idle != (self.get)(parameters))?;
        let mut turned = *parameters;
        (self.set)(&mut turned, idle);
        Some(turned)
    }

    /// The step that is nearest to where it stands.
    pub(super) fn place(&self, parameters: &Parameters) -> usize {
        let now = (self.get)(parameters);
        let distance = |step: f32| if step == now { 0.0 } else { (step - now).abs() };
        let nearest = self.steps.iter().enumerate().min_by(|a, b| distance(*a.1).total_cmp(&distance(*b.1)));
        nearest.map_or(0, |(place, _)| place)
    }
}

const NEVER: f32 = f32::INFINITY;
const LONG_LIVES: &[f32] = &[7.0, 14.0, 30.0, 60.0, 120.0, 240.0, 480.0, NEVER];
const SHORT_LIVES: &[f32] = &[2.0, 4.0, 7.0, 14.0, 28.0, 60.0, 180.0, NEVER];

macro_rules! half_life {
    ($steps:expr, $field:ident) => {
        Dial {
            steps: $steps,
            idle: Some(NEVER),
            get: |parameters| parameters.$field.unwrap_or(NEVER),
            set: |parameters, step| parameters.$field = step.is_finite().then_some(step),
        }
    };
}

macro_rules! number {
    ($steps:expr, $idle:expr, $field:ident) => {
        Dial {
            steps: $steps,
            idle: $idle,
            get: |parameters| parameters.$field,
            set: |parameters, step| parameters.$field = step,
        }
    };
}

/// How a taste follows from a history and the weights.
pub(super) const TASTE: &[Dial] = &[
    number!(&[0.0, 0.15, 0.3, 0.5, 0.75, 1.0, 1.4], Some(0.0), arrival_power),
    half_life!(SHORT_LIVES, arrival_half_life),
    half_life!(LONG_LIVES, history_half_life),
];

/// How buying again is weighed.
pub(super) const REPEATS: &[Dial] = &[
    number!(&[0.0, 0.1, 0.3, 0.6, 1.0, 1.7, 3.0, 5.0, 10.0], Some(0.0), repeat_weight),
    number!(&[0.0, 0.3, 0.6, 1.0, 1.5], Some(0.0), bought_taste),
    half_life!(LONG_LIVES, repeat_half_life),
    number!(&[0.0, 0.15, 0.3, 0.5, 0.75, 1.0], Some(0.0), demand_power),
    half_life!(SHORT_LIVES, demand_half_life),
    number!(&[0.0, 0.2, 0.4, 0.7, 1.0], Some(0.0), propensity_power),
    number!(&[0.5, 0.7, 0.85, 1.0], Some(1.0), frequency_power),
];

/// How weights are solved for.
pub(super) const SOLVED: &[Dial] =
    &[number!(&[1.0, 3.0, 10.0, 30.0, 100.0, 300.0], None, ridge), half_life!(LONG_LIVES, learning_half_life)];

/// How weights are counted.
pub(super) const COUNTED: &[Dial] = &[
    number!(&[0.3, 0.5, 0.7], None, balance),
    number!(&[0.0, 1.0, 3.0, 10.0, 30.0], None, shrinkage),
    Dial {
        steps: &[10.0, 20.0, 50.0, 100.0, 200.0],
        idle: None,
        get: |parameters| parameters.reach as f32,
        set: |parameters, step| parameters.reach = step as u32,
    },
    half_life!(LONG_LIVES, learning_half_life),
];
