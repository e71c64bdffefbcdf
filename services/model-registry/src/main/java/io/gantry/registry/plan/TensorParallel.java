package io.gantry.registry.plan;

import java.util.List;
import java.util.stream.IntStream;

/// Over how many GPUs a model can be spread, by vLLM's rules.
final class TensorParallel {

    private TensorParallel() {}

    /// The numbers of GPUs that share the model evenly, ascending; 1 is always among them.
    static List<Integer> sizes(ModelConfig config, int most) {
        return IntStream.rangeClosed(1, most)
                .filter(gpus -> gpus == 1 || divides(config, gpus))
                .boxed()
                .toList();
    }

    /// Attention heads are dealt out. So are heads for keys and values or, where there are fewer of
    /// them than GPUs, they are copied as often. Matrices are cut where their groups of quantized
    /// weights end.
    private static boolean divides(ModelConfig config, int gpus) {
        Architecture architecture = config.architecture();
        long keyHeads = architecture.kv().heads();
        long unit = Exact.product(gpus, config.format().groupSize());
        return architecture.heads() % gpus == 0
                && (keyHeads % gpus == 0 || gpus % keyHeads == 0)
                && architecture.headWidth() % unit == 0
                && architecture.mlpWidths().stream().allMatch(width -> width % unit == 0);
    }
}
