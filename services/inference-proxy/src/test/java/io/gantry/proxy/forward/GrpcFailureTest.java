package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.oip.GRPCInferenceServiceGrpc;
import io.gantry.oip.ModelInferRequest;
import io.gantry.oip.ModelInferResponse;
import io.gantry.proxy.world.GrpcPredictor;
import io.gantry.proxy.world.Inference;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawCalls;
import io.gantry.proxy.world.World;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of calls whose replica fails, in gRPC's words or in those of HTTP/2.
@QuarkusTest
class GrpcFailureTest {

    private static final long REFUSED_STREAM = 0x7;
    private static final long INTERNAL_ERROR = 0x2;

    @Inject MeterRegistry metrics;

    private World world;
    private ManagedChannel channel;

    @BeforeEach
    void open() {
        world = new World();
        channel =
                NettyChannelBuilder.forAddress("127.0.0.1", world.proxy().getPort())
                        .overrideAuthority("proxy")
                        .usePlaintext()
                        .build();
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        world.close();
    }

    @Test
    void shouldAskAnotherReplicaWhenOneSaysThatItIsUnavailableAndThenPassItOver() throws Exception {
        try (GrpcPredictor failing = new GrpcPredictor(new Unavailable());
                GrpcPredictor alive = new GrpcPredictor(new Inference())) {
            String model = world.serveAt("{}", failing.endpoint(), alive.endpoint());
            var proxy = GRPCInferenceServiceGrpc.newBlockingStub(channel);

            for (int i = 0; i < 40; i++) {
                assertThat(proxy.modelInfer(infer(model)).getModelName()).isEqualTo(model);
            }

            assertThat(failing.metadata()).hasSize(5);
            assertThat(count("gantry.proxy.ejections", model)).isEqualTo(1);
        }
    }

    @Test
    void shouldAskAnotherReplicaForWhateverOneDidNotBeginWith() throws Exception {
        try (Predictor refusing =
                        Predictor.answering(request -> request.response().reset(REFUSED_STREAM));
                Predictor alive =
                        Predictor.answering(request ->
                                request.body()
                                        .onSuccess(_ ->
                                                request.response()
                                                        .putHeader("grpc-status", "0")
                                                        .end()));
                RawCalls calls = new RawCalls(world.proxy().getPort())) {
            String model = world.serve(refusing, alive);

            for (int i = 0; i < 12; i++) {
                assertThat(own(calls, model)).isEqualTo("0");
            }

            assertThat(refusing.requests()).isNotEmpty();
            assertThat(count("gantry.proxy.repeats", model)).isEqualTo(refusing.requests().size());
        }
    }

    @Test
    void shouldNotSendACallAgainThatMayHaveBeenDone() throws Exception {
        try (Predictor failing =
                        Predictor.answering(request -> request.response().reset(INTERNAL_ERROR));
                RawCalls calls = new RawCalls(world.proxy().getPort())) {
            String model = world.serve(failing);

            assertThat(own(calls, model)).isEqualTo("14");

            assertThat(failing.requests()).hasSize(1);
        }
    }

    /// A call that the proxy does not know, so that it cannot say whether it does harm twice.
    private static @Nullable String own(RawCalls calls, String model) throws Exception {
        return calls.send(
                        "/mine.Service/Do",
                        new byte[] {1, 2, 3},
                        Map.of("x-gateway-model-name", model))
                .get("grpc-status");
    }

    private double count(String metric, String model) {
        return metrics.get(metric).tag("model", model).counter().count();
    }

    private static ModelInferRequest infer(String model) {
        return ModelInferRequest.newBuilder().setModelName(model).setId("1").build();
    }

    private static final class Unavailable extends Inference {

        @Override
        public void modelInfer(
                ModelInferRequest request, StreamObserver<ModelInferResponse> answer) {
            answer.onError(Status.UNAVAILABLE.asRuntimeException());
        }
    }
}
