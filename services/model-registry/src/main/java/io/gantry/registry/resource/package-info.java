/// What all stored resources have in common: the part of their metadata that the registry fills in,
/// which of their fields ask for something, the wish to change one and what can become of it.
///
/// Pure functions of KServe's types. May not enter: a database, HTTP, one kind of resource.
@NullMarked
package io.gantry.registry.resource;

import org.jspecify.annotations.NullMarked;
