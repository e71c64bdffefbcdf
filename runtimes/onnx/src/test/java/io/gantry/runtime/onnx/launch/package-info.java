/// Tests of the packaged server, started by its launcher as its users start it.
@NullMarked
package io.gantry.runtime.onnx.launch;

import org.jspecify.annotations.NullMarked;
