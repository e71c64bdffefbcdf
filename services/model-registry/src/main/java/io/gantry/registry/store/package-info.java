/// Every stored resource, whatever its kind: one table of JSON trees, and the rules of changing
/// them.
///
/// [io.gantry.registry.store.Resources] is the one way in. A change, what its kind makes of it
/// ([io.gantry.registry.store.KindRules]) and its events are one transaction. May not enter: HTTP,
/// and what is particular to one kind.
@NullMarked
package io.gantry.registry.store;

import org.jspecify.annotations.NullMarked;
