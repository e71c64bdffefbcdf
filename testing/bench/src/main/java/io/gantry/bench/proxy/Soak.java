package io.gantry.bench.proxy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What lives in the memory of a proxy under a constant load, minute by minute.
final class Soak {

    private static final int MINUTE = 60;

    private Soak() {}

    /// @param minute since the load began
    /// @param heapMebibytes that live after a collection
    /// @param mebibytes of the process
    record Sample(int minute, double perSecond, double heapMebibytes, double mebibytes) {}

    /// @param rate requests in a second
    static List<Sample> run(Load load, Target target, int connections, double rate, int minutes)
            throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (int minute = 1; minute <= minutes; minute++) {
            Load.Result result = load.run(target, connections, rate, MINUTE);
            samples.add(
                    new Sample(
                            minute,
                            result.perSecond(),
                            target.liveHeapMebibytes(),
                            result.mebibytes()));
        }
        return samples;
    }
}
