/// `gantry demo`: one model through the whole pipeline, with each step checked.
///
/// Nothing is printed as done that was not seen in an event or an answer. May not enter: what other
/// commands need.
@NullMarked
package io.gantry.cli.demo;

import org.jspecify.annotations.NullMarked;
