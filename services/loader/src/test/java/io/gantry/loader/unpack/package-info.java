/// Tests of unpacking archives.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.unpack;
