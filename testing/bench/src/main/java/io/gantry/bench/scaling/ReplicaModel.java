package io.gantry.bench.scaling;

/// How fast a replica is.
///
/// @param prefillTokens of prompts that it reads a second
/// @param step seconds that an iteration takes however little it does
/// @param sequence seconds that each answer under way adds to an iteration
/// @param chunk tokens that one iteration does at most, of prompts and answers
/// @param kvTokens that its KV cache has room for
/// @param sequences that it answers at once
record ReplicaModel(
        double prefillTokens,
        double step,
        double sequence,
        int chunk,
        int kvTokens,
        int sequences) {

    /// A model of 70 billion parameters on four GPUs of 80 GB: 5,000 tokens of prompt a second, an
    /// iteration for each 30 ms, and what the weights leave of the memory for the cache. Chunk and
    /// sequences are vLLM's defaults.
    static final ReplicaModel LARGE = new ReplicaModel(5_000, 0.030, 0.0003, 2_048, 450_000, 256);

    double seconds(int promptTokens, int answers) {
        return step + promptTokens / prefillTokens + answers * sequence;
    }

    /// What reading a prompt takes where nothing else is to do, in seconds.
    double alone(int promptTokens) {
        return Math.ceilDiv(promptTokens, chunk) * step + promptTokens / prefillTokens;
    }
}
