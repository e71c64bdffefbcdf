/// From a runtime and a predictor to the container that serves the model.
///
/// Lives here: template variables, the strategic merge of runtime and model, the image's tag, and
/// [io.gantry.kserve.render.PredictorContainer], which puts them together. Both platforms of the
/// deployer start what comes out: as a pod or as a process of this machine. May not enter: I/O,
/// anything of Kubernetes' client or of processes.
@NullMarked
package io.gantry.kserve.render;

import org.jspecify.annotations.NullMarked;
