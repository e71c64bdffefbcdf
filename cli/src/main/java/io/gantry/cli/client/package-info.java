/// Commands that talk to the registry's API: `apply`, `get`, `delete`, and what moves a model from
/// one revision to another.
///
/// May not enter: knowledge of processes or files of the suite beyond the registry's address.
@NullMarked
package io.gantry.cli.client;

import org.jspecify.annotations.NullMarked;
