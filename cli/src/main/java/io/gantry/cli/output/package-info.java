/// How commands print: aligned tables for people, JSON and YAML for programs, durations and sizes
/// in short form.
///
/// May not enter: anything that knows what it prints.
@NullMarked
package io.gantry.cli.output;

import org.jspecify.annotations.NullMarked;
