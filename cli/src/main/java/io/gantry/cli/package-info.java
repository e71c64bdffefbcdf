/// The `gantry` command: its subcommands live in one package a feature.
///
/// Lives here: the entry point, exit codes and the error that ends a command. May not enter: what a
/// command does.
@NullMarked
package io.gantry.cli;

import org.jspecify.annotations.NullMarked;
