/// Tests of the loader as a whole: its settings and its structure.
@org.jspecify.annotations.NullMarked
package io.gantry.loader;
