/// The way of one artifact, for the tests of the sources.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.load;
