/// Alert rules: what is looked for, and how it is told.
///
/// Lives here: the closed set of conditions, rules as YAML, read strictly, and the file they come
/// from, which may change while the monitor runs; what is wrong with it leaves the last good rules
/// in force. May not enter: whether a condition holds. ADR 39.
@NullMarked
package io.gantry.monitor.rule;

import org.jspecify.annotations.NullMarked;
