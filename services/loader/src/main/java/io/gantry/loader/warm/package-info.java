/// Which node loads what, so that models are warm where they can run and nowhere else.
///
/// Every loader tells `gantry.nodes` of its node and works out by itself what each node loads, of
/// the same events and to the same result; nobody assigns anything.
/// [io.gantry.loader.warm.WarmPolicy] and what it uses are pure. May not enter: how something is
/// loaded, and what is evicted. ADR 28.
@NullMarked
package io.gantry.loader.warm;

import org.jspecify.annotations.NullMarked;
