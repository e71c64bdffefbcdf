package io.gantry.bench.scaling;

import java.util.List;

/// Requests as they came.
///
/// @param requests the earliest first
/// @param parts of it that are looked at, each for itself, the earliest first
record Trace(String name, List<Request> requests, List<Part> parts) {

    Trace {
        requests = List.copyOf(requests);
        parts = List.copyOf(parts);
    }

    /// Looked at as a whole.
    Trace(String name, List<Request> requests) {
        this(name, requests, List.of(new Part(name, 0, requests.getLast().at())));
    }

    /// Some of a trace's time, in seconds since its begin.
    ///
    /// @param to which still belongs to it
    record Part(String name, double from, double to) {

        boolean has(double at) {
            return at >= from && at <= to;
        }
    }

    double seconds() {
        return requests.getLast().at();
    }

    double meanPrompt() {
        return requests.stream().mapToInt(Request::prompt).average().orElse(0);
    }

    /// The part that came within so many seconds.
    Trace within(double limit) {
        return new Trace(name, requests.stream().filter(request -> request.at() <= limit).toList());
    }
}
