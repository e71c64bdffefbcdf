/// Events, and the amounts in them, in words for people.
///
/// Lives here: one sentence for each event type, used by the CLI and by the registry's timeline.
/// May not enter: what only one of them needs, and any reading or writing.
@NullMarked
package io.gantry.events.text;

import org.jspecify.annotations.NullMarked;
