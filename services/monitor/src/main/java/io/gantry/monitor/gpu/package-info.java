/// How busy the GPUs of replicas are and how full their memory is.
///
/// In a cluster NVIDIA's DCGM exporter tells it by pod, on this machine `nvidia-smi` by process.
/// What is not told is not zero. May not enter: decisions, events.
@NullMarked
package io.gantry.monitor.gpu;

import org.jspecify.annotations.NullMarked;
