package io.gantry.bench.scaling;

import java.util.List;

/// Requests as they came.
///
/// @param requests the earliest first
record Trace(String name, List<Request> requests) {

    Trace {
        requests = List.copyOf(requests);
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
