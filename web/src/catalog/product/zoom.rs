//! A product's pictures over the whole window: turned by arrows, magnified by a click, the wheel or `+`, moved by dragging.

use super::gallery::go_to;
use crate::{
    data::ImageFields,
    i18n::{use_language, use_locale},
    text,
    ui::{Icon, Seal, Sign},
};
use leptos::{
    ev::{KeyboardEvent, MouseEvent, PointerEvent, WheelEvent},
    html::{Dialog, Div},
    prelude::*,
};
use shared::format::integer;

/// Steps of magnification: none, and two more.
const MOST: u8 = 2;

/// What the parts of the view share.
#[derive(Clone, Copy)]
struct Lens {
    at: RwSignal<usize>,
    count: usize,
    step: RwSignal<u8>,
    stage: NodeRef<Div>,
}

impl Lens {
    fn turn(self, forward: bool) {
        self.step.set(0);
        self.at.update(|at| *at = (*at + if forward { 1 } else { self.count - 1 }) % self.count);
    }

    /// Magnifies to a step, so that what was under the pointer stays there; the middle when nothing points.
    fn magnify(self, step: u8, at: Option<(i32, i32)>) {
        let step = step.min(MOST);
        let Some(stage) = self.stage.get_untracked().filter(|_| step != self.step.get_untracked()) else { return };
        let (wide, high) = (stage.client_width(), stage.client_height());
        let (x, y) = match at {
            Some((x, y)) => {
                let frame = stage.get_bounding_client_rect();
                (x - frame.left() as i32, y - frame.top() as i32)
            }
            None => (wide / 2, high / 2),
        };
        let share = |place: i32, scrolled: i32, whole: i32| f64::from(place + scrolled) / f64::from(whole.max(1));
        let across = share(x, stage.scroll_left(), stage.scroll_width());
        let down = share(y, stage.scroll_top(), stage.scroll_height());
        self.step.set(step);
        request_animation_frame(move || {
            stage.set_scroll_left((across * f64::from(stage.scroll_width())) as i32 - x);
            stage.set_scroll_top((down * f64::from(stage.scroll_height())) as i32 - y);
        });
    }
}

/// The dialog. It opens when it is put into the page; `closed` is told when it is closed, and may take it out.
#[component]
pub fn Zoom(
    /// The pictures.
    pictures: Vec<ImageFields>,
    /// Of what they are.
    title: String,
    /// Which is seen at first.
    index: usize,
    /// What happens at the end.
    closed: Callback<()>,
) -> impl IntoView {
    let (lang, locale) = (use_language(), use_locale());
    let dialog = NodeRef::<Dialog>::new();
    let lens = Lens { at: RwSignal::new(index), count: pictures.len(), step: RwSignal::new(0), stage: NodeRef::new() };
    Effect::new(move |_| {
        // Where no dialog can be shown, the link leads to the picture.
        if let Some(dialog) = dialog.get() {
            let _ = dialog.show_modal();
        }
    });
    let pictures = StoredValue::new(pictures);
    let picture = move || pictures.with_value(|all| all.get(lens.at.get()).cloned());
    let count = move || {
        let number = integer(lens.at.get() as i64 + 1, locale);
        text!(lang, catalog.picture_of, number = number, count = integer(lens.count as i64, locale))
    };
    let keys = move |event: KeyboardEvent| {
        let magnified = lens.step.get_untracked() > 0;
        match &*event.key() {
            // Magnified, the arrows move the picture: the browser does that.
            "ArrowRight" if !magnified => lens.turn(true),
            "ArrowLeft" if !magnified => lens.turn(false),
            "+" | "=" => lens.magnify(lens.step.get_untracked() + 1, None),
            "-" => lens.magnify(lens.step.get_untracked().saturating_sub(1), None),
            _ => return,
        }
        event.prevent_default();
    };
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let ended = move |_| {
        go_to(lens.at.get_untracked());
        closed.run(());
    };
    let turns = (lens.count > 1).then(|| {
        view! {
            <button class="turn back" type="button" aria-label=text!(lang, policies.zoom_back) on:click=move |_| lens.turn(false)>
                <span aria-hidden="true">"‹"</span>
            </button>
            <button class="turn on" type="button" aria-label=text!(lang, policies.zoom_on) on:click=move |_| lens.turn(true)>
                <span aria-hidden="true">"›"</span>
            </button>
        }
    });
    view! {
        <dialog class="zoom" node_ref=dialog aria-label=title on:keydown=keys on:close=ended>
            <div class="zoom-bar">
                <p role="status">{count}</p>
                <button type="button" aria-label=text!(lang, policies.zoom_out) aria-disabled=move || (lens.step.get() == 0).then_some("true") on:click=move |_| lens.magnify(lens.step.get_untracked().saturating_sub(1), None)>
                    <span aria-hidden="true">"−"</span>
                </button>
                <button type="button" aria-label=text!(lang, policies.zoom_in) aria-disabled=move || (lens.step.get() == MOST).then_some("true") on:click=move |_| lens.magnify(lens.step.get_untracked() + 1, None)>
                    <span aria-hidden="true">"+"</span>
                </button>
                <button type="button" autofocus aria-label=text!(lang, policies.zoom_close) on:click=close><Icon sign=Sign::Close /></button>
            </div>
            <Stage lens picture=Signal::derive(picture) />
            {turns}
        </dialog>
    }
    .sealed()
}

/// The picture in its frame, which scrolls when the picture is larger.
#[component]
fn Stage(lens: Lens, picture: Signal<Option<ImageFields>>) -> impl IntoView {
    let lang = use_language();
    // Where the pointer went down, and whether it has moved since: a drag is no click.
    let held = RwSignal::new(None::<(i32, i32)>);
    let moved = RwSignal::new(false);
    let down = move |event: PointerEvent| {
        moved.set(false);
        if event.pointer_type() == "mouse" && lens.step.get_untracked() > 0 {
            event.prevent_default();
            held.set(Some((event.client_x(), event.client_y())));
        }
    };
    let drag = move |event: PointerEvent| {
        let (Some((x, y)), Some(stage)) = (held.get_untracked(), lens.stage.get_untracked()) else { return };
        let (left, top) = (x - event.client_x(), y - event.client_y());
        if left.abs() + top.abs() > 2 {
            moved.set(true);
        }
        stage.set_scroll_left(stage.scroll_left() + left);
        stage.set_scroll_top(stage.scroll_top() + top);
        held.set(Some((event.client_x(), event.client_y())));
    };
    let click = move |event: MouseEvent| {
        if !moved.get_untracked() {
            let step = u8::from(lens.step.get_untracked() == 0);
            lens.magnify(step, Some((event.client_x(), event.client_y())));
        }
    };
    let wheel = move |event: WheelEvent| {
        event.prevent_default();
        let now = lens.step.get_untracked();
        let step = if event.delta_y() < 0.0 { now + 1 } else { now.saturating_sub(1) };
        lens.magnify(step, Some((event.client_x(), event.client_y())));
    };
    let image = move || {
        picture.get().map(|image| {
            view! { <img src=image.url alt=image.alt width=image.width height=image.height draggable="false" /> }
        })
    };
    view! {
        <div
            class="zoom-stage"
            class:near=move || lens.step.get() == 1
            class:nearest=move || lens.step.get() == MOST
            node_ref=lens.stage
            tabindex="0"
            role="group"
            aria-label=text!(lang, policies.zoom_stage)
            on:click=click
            on:wheel=wheel
            on:pointerdown=down
            on:pointermove=drag
            on:pointerup=move |_| held.set(None)
            on:pointerleave=move |_| held.set(None)
        >
            {image}
        </div>
    }
    .sealed()
}
