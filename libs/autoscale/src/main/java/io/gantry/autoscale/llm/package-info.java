/// Gantry's autoscaler for language models, as values and pure functions: what replicas say of
/// themselves in, a decision with its reason out.
///
/// [io.gantry.autoscale.llm.LlmScaling] has the rules and explains its constants. May not enter:
/// events, I/O, clocks.
@NullMarked
package io.gantry.autoscale.llm;

import org.jspecify.annotations.NullMarked;
