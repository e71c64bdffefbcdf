/// Tests of what loaders give each other.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.peer;
