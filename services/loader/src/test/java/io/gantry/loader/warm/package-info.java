/// Tests of which node loads what.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.warm;
