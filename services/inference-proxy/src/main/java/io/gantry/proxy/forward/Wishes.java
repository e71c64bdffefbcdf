package io.gantry.proxy.forward;

import io.gantry.proxy.route.RevisionChoice;
import io.gantry.proxy.route.ServiceRoute;
import io.gantry.proxy.route.Wish;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Reads out of requests which revision they are for.
final class Wishes {

    private Wishes() {}

    /// @param tag that the host named; null when it named none
    static Wish of(HttpServerRequest request, ServiceRoute service, @Nullable String tag) {
        RevisionChoice choice = service.choice();
        if (choice == null) {
            return tag == null ? Wish.Any.REVISION : new Wish.Unknown(tag, List.of());
        }
        return choice.wish(
                new Read(request), tag, bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /// The tag at the beginning of a host's first label, as Knative has them.
    static Optional<Tagged> tagged(String label) {
        return RevisionChoice.HOST_TAGS.stream()
                .filter(tag ->
                        label.startsWith(tag)
                                && label.length() > tag.length() + 1
                                && label.charAt(tag.length()) == '-')
                .map(tag -> new Tagged(tag, label.substring(tag.length() + 1)))
                .findFirst();
    }

    /// @param label of the model
    record Tagged(String tag, String label) {}

    private record Read(HttpServerRequest request) implements RevisionChoice.Request {

        @Override
        public @Nullable String header(String name) {
            return request.getHeader(name);
        }

        @Override
        public @Nullable String cookie(String name) {
            Cookie cookie = request.getCookie(name);
            return cookie == null ? null : cookie.getValue();
        }
    }
}
