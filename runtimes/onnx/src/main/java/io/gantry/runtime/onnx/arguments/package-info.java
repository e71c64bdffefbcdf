/// The command line in the style of KServe's model servers.
///
/// Lives here: which arguments there are and which setting each one is. Pure: it returns values.
/// May not enter: reading configuration, or anything that runs before an argument is known to be
/// good.
@NullMarked
package io.gantry.runtime.onnx.arguments;

import org.jspecify.annotations.NullMarked;
