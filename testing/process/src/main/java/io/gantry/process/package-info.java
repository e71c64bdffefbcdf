/// Programs that tests run as users do: a packaged service, a launcher script, the CLI.
///
/// A test learns what such a program shows to anybody: its output, its exit status, what it answers
/// over HTTP. May not enter: what only one program knows, which lives with that program's tests.
@NullMarked
package io.gantry.process;

import org.jspecify.annotations.NullMarked;
