/// Gantry's loader beside other programs that download the same from the same S3.
///
/// Everything measured is a process of its own, so that time, CPU and memory are counted by the
/// kernel and alike for all. May not enter: anything that runs inside a measured process but the
/// two mains, [io.gantry.bench.loader.S3Main] and [io.gantry.bench.loader.CrtMain].
@NullMarked
package io.gantry.bench.loader;

import org.jspecify.annotations.NullMarked;
