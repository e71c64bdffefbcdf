package io.gantry.monitor.notify;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Posts JSON to one receiver. Redirects are not followed, for they would take the headers along.
final class Post implements AutoCloseable {

    private static final int LARGEST_ANSWER = 64 << 10;

    private final Target target;
    private final Duration timeout;
    private final HttpClient client;

    Post(Target target, Duration timeout) {
        this.target = target;
        this.timeout = timeout;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
    }

    Answer send(byte[] json) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target.url())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(json));
        target.headers().forEach(request::setHeader);
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            return Answer.of(sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS).statusCode());
        } catch (ExecutionException e) {
            return new Answer.Failed(why(e.getCause()));
        } catch (TimeoutException e) {
            return new Answer.Failed("no answer within " + timeout);
        } finally {
            sent.cancel(true);
        }
    }

    /// Without what a message might quote of the URL.
    private static String why(@Nullable Throwable cause) {
        return cause instanceof IOException
                ? cause.getClass().getSimpleName().replace("Exception", "")
                : "no connection";
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /// What came of it.
    sealed interface Answer {

        static Answer of(int status) {
            if (status >= 200 && status < 300) {
                return new Taken();
            }
            String why = "status " + status;
            boolean passing = status >= 500 || status == 408 || status == 429;
            return passing ? new Failed(why) : new Refused(why);
        }

        record Taken() implements Answer {}

        /// Another attempt may help.
        record Failed(String why) implements Answer {}

        /// Another attempt of the same will not help.
        record Refused(String why) implements Answer {}
    }
}
