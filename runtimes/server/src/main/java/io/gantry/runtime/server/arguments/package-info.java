/// The command line in the style of KServe's model servers.
///
/// Lives here: how arguments are read and refused. Pure: it returns values. May not enter: which
/// arguments a server has, or reading configuration.
@NullMarked
package io.gantry.runtime.server.arguments;

import org.jspecify.annotations.NullMarked;
