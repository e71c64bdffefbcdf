/// Tests of the pull command.
@org.jspecify.annotations.NullMarked
package io.gantry.loader.command;
