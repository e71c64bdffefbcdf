package io.gantry.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.gantry.events.Keys;
import io.gantry.oip.GRPCInferenceServiceGrpc;
import io.gantry.oip.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.gantry.oip.ModelInferRequest;
import io.gantry.oip.ModelInferResponse;
import io.gantry.oip.ModelMetadataRequest;
import io.gantry.oip.ModelReadyRequest;
import io.gantry.oip.RepositoryModelLoadRequest;
import io.gantry.oip.ServerLiveRequest;
import io.gantry.oip.ServerMetadataRequest;
import io.gantry.oip.ServerReadyRequest;
import io.gantry.proxy.world.Events;
import io.gantry.proxy.world.GrpcPredictor;
import io.gantry.proxy.world.Inference;
import io.gantry.proxy.world.Predictor;
import io.gantry.proxy.world.RawCalls;
import io.gantry.proxy.world.StubbornReplica;
import io.gantry.proxy.world.World;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls of the Open Inference Protocol, with gRPC's own client and server as peers.
@QuarkusTest
class GrpcTest {

    private static final int LARGE = 8 * 1024 * 1024;
    private static final Metadata.Key<String> MINE =
            Metadata.Key.of("x-mine", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> MODEL =
            Metadata.Key.of("x-gateway-model-name", Metadata.ASCII_STRING_MARSHALLER);

    private World world;
    private ManagedChannel channel;
    private GRPCInferenceServiceBlockingStub proxy;

    @BeforeEach
    void open() {
        world = new World();
        channel = channel("proxy");
        proxy = GRPCInferenceServiceGrpc.newBlockingStub(channel);
    }

    @AfterEach
    void close() {
        channel.shutdownNow();
        world.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldPassACallToTheModelThatItsMessageNames(boolean ownPort) throws IOException {
        try (GrpcPredictor predictor = new GrpcPredictor(new Inference());
                Predictor http = Predictor.named("http")) {
            String model =
                    world.serveAt(
                            "{}", ownPort ? predictor.besides(http.port()) : predictor.endpoint());

            assertThat(proxy.modelInfer(infer(model)).getId()).isEqualTo("1");
            assertThat(
                            proxy.modelReady(ModelReadyRequest.newBuilder().setName(model).build())
                                    .getReady())
                    .isTrue();
            assertThat(
                            proxy.modelMetadata(
                                            ModelMetadataRequest.newBuilder()
                                                    .setName(model)
                                                    .build())
                                    .getName())
                    .isEqualTo(model);
            assertThat(http.requests()).isEmpty();
            assertThat(world.get("/q/metrics").body())
                    .containsPattern(
                            "gantry_proxy_requests_total\\{code=\"200\",model=\"%s\",namespace=\"default\",protocol=\"grpc\".*} 3.0"
                                    .formatted(model));
        }
    }

    @Test
    void shouldAnswerForTheServer() {
        assertThat(proxy.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
        assertThat(proxy.serverReady(ServerReadyRequest.getDefaultInstance()).getReady()).isTrue();
        assertThat(proxy.serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName())
                .isEqualTo("gantry");
    }

    @Test
    void shouldBelieveTheMetadataBeforeTheMessage() throws IOException {
        try (GrpcPredictor predictor = new GrpcPredictor(new Inference())) {
            String model = world.serveAt("{}", predictor.endpoint());
            Metadata metadata = new Metadata();
            metadata.put(MODEL, model);

            ModelInferResponse answer =
                    proxy.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
                            .withCompression("gzip")
                            .modelInfer(infer("other"));

            assertThat(answer.getModelName()).isEqualTo("other");
        }
    }

    @Test
    void shouldTakeTheAuthorityForItsModel() throws IOException {
        try (GrpcPredictor predictor = new GrpcPredictor(new Inference())) {
            String model = world.serveAt("{}", predictor.endpoint());
            ManagedChannel own = channel(model + "-default.example.com:8081");
            try {
                assertThat(
                                GRPCInferenceServiceGrpc.newBlockingStub(own)
                                        .modelInfer(infer("other"))
                                        .getModelName())
                        .isEqualTo("other");
            } finally {
                own.shutdownNow();
            }
        }
    }

    @Test
    void shouldPassMetadataAndTrailersAndStatusesAsTheyAre() throws IOException {
        Inference refusing =
                new Inference() {
                    @Override
                    public void modelInfer(
                            ModelInferRequest request, StreamObserver<ModelInferResponse> answer) {
                        Metadata trailers = new Metadata();
                        trailers.put(MINE, "of the model");
                        answer.onError(
                                Status.OUT_OF_RANGE
                                        .withDescription("100 % zu groß")
                                        .asRuntimeException(trailers));
                    }
                };
        try (GrpcPredictor predictor = new GrpcPredictor(refusing)) {
            String model = world.serveAt("{}", predictor.endpoint());
            Metadata metadata = new Metadata();
            metadata.put(MINE, "of the client");

            StatusRuntimeException refused =
                    refused(() ->
                            proxy.withInterceptors(
                                            MetadataUtils.newAttachHeadersInterceptor(metadata))
                                    .modelInfer(infer(model)));

            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
            assertThat(refused.getStatus().getDescription()).isEqualTo("100 % zu groß");
            assertThat(Objects.requireNonNull(refused.getTrailers()).get(MINE))
                    .isEqualTo("of the model");
            assertThat(predictor.metadata().getFirst().get(MINE)).isEqualTo("of the client");
        }
    }

    @Test
    void shouldPassMessagesOfAnySize() throws IOException {
        try (GrpcPredictor predictor = new GrpcPredictor(new Inference())) {
            String model = world.serveAt("{}", predictor.endpoint());
            ByteString large = ByteString.copyFrom(new byte[LARGE]);

            ModelInferResponse answer =
                    proxy.modelInfer(infer(model).toBuilder().addRawInputContents(large).build());

            assertThat(answer.getRawOutputContents(0)).isEqualTo(large);
        }
    }

    @Test
    void shouldPassEachMessageOfAStreamBeforeTheNextIsSent() throws Exception {
        try (GrpcPredictor predictor = new GrpcPredictor(new Inference())) {
            String model = world.serveAt("{}", predictor.endpoint());
            var call = GRPCInferenceServiceGrpc.newBlockingV2Stub(channel).modelStreamInfer();
            for (int i = 0; i < 3; i++) {
                call.write(infer(model).toBuilder().setId("" + i).build());
                assertThat(call.read(20, TimeUnit.SECONDS).getInferResponse().getId())
                        .isEqualTo("" + i);
            }
            call.halfClose();
            assertThat(call.read(20, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void shouldHoldACallForASleepingModel() throws Exception {
        try (GrpcPredictor predictor = new GrpcPredictor(new Inference())) {
            String model = world.sleeping();
            var answer = GRPCInferenceServiceGrpc.newFutureStub(channel).modelInfer(infer(model));
            await().until(() -> !world.traffic(model).isEmpty());

            world.publish(Events.ready(Keys.DEFAULT_NAMESPACE, model, 1, predictor.endpoint()));

            assertThat(answer.get(20, TimeUnit.SECONDS).getId()).isEqualTo("1");
        }
    }

    @Test
    void shouldTellTheModelWhenTheClientDoesNotWaitAnyLonger() throws IOException {
        AtomicReference<Context> inside = new AtomicReference<>();
        AtomicBoolean cancelled = new AtomicBoolean();
        try (GrpcPredictor predictor = new GrpcPredictor(new Silent(inside, cancelled))) {
            String model = world.serveAt("{}", predictor.endpoint());
            var answer = GRPCInferenceServiceGrpc.newFutureStub(channel).modelInfer(infer(model));
            await().until(() -> inside.get() != null);

            answer.cancel(true);

            await().untilTrue(cancelled);
        }
    }

    @Test
    void shouldTellTheModelHowMuchTimeIsLeft() throws IOException {
        AtomicReference<Context> inside = new AtomicReference<>();
        AtomicBoolean cancelled = new AtomicBoolean();
        try (GrpcPredictor predictor = new GrpcPredictor(new Silent(inside, cancelled))) {
            String model = world.serveAt("{}", predictor.endpoint());

            StatusRuntimeException late =
                    refused(() ->
                            proxy.withDeadlineAfter(1, TimeUnit.SECONDS).modelInfer(infer(model)));

            assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(inside.get().getDeadline()).isNotNull();
            await().untilTrue(cancelled);
        }
    }

    @Test
    void shouldKeepToADeadlineThatTheClientDoesNotWatch() throws Exception {
        AtomicReference<Context> inside = new AtomicReference<>();
        AtomicBoolean cancelled = new AtomicBoolean();
        try (GrpcPredictor predictor = new GrpcPredictor(new Silent(inside, cancelled));
                RawCalls calls = new RawCalls(world.proxy().getPort())) {
            String model = world.serveAt("{}", predictor.endpoint());

            MultiMap answer =
                    calls.send(
                            "/inference.GRPCInferenceService/ModelInfer",
                            infer(model).toByteArray(),
                            Map.of("grpc-timeout", "500m"));

            assertThat(answer.get("grpc-status")).isEqualTo("4");
            assertThat(answer.get("grpc-message")).contains("0.5 s that grpc-timeout gave it");
            await().untilTrue(cancelled);
        }
    }

    @Test
    void shouldGiveUpWhenThePredictorsTimeoutIsOver() throws IOException {
        AtomicReference<Context> inside = new AtomicReference<>();
        AtomicBoolean cancelled = new AtomicBoolean();
        try (GrpcPredictor predictor = new GrpcPredictor(new Silent(inside, cancelled))) {
            String model = world.serveAt("{\"timeout\":1}", predictor.endpoint());

            StatusRuntimeException late = refused(() -> proxy.modelInfer(infer(model)));

            assertThat(late.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(late.getStatus().getDescription()).contains("within 1.0 s");
            await().untilTrue(cancelled);
        }
    }

    @Test
    void shouldEndAStreamWithAStatusWhenTheReplicaDies() throws Exception {
        try (GrpcPredictor predictor = new GrpcPredictor(new Inference())) {
            String model = world.serveAt("{}", predictor.endpoint());
            var call = GRPCInferenceServiceGrpc.newBlockingV2Stub(channel).modelStreamInfer();
            call.write(infer(model));
            assertThat(call.read(20, TimeUnit.SECONDS)).isNotNull();

            predictor.kill();

            assertThatThrownBy(() -> call.read(20, TimeUnit.SECONDS))
                    .hasMessageContaining("UNAVAILABLE");
        }
    }

    @Test
    void shouldSayWhatIsWrongInAStatus() throws IOException {
        StatusRuntimeException unknown = refused(() -> proxy.modelInfer(infer("nö")));
        assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(unknown.getStatus().getDescription()).startsWith("Model 'nö' does not exist");

        assertThat(code(() -> proxy.modelInfer(ModelInferRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(code(() -> proxy.withCompression("gzip").modelInfer(infer("m"))))
                .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(
                        code(() ->
                                proxy.repositoryModelLoad(
                                        RepositoryModelLoadRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.UNIMPLEMENTED);
        String model = world.sleeping();
        assertThat(
                        code(() ->
                                proxy.modelReady(
                                        ModelReadyRequest.newBuilder().setName(model).build())))
                .isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void shouldSayThatAModelSpeaksNoGrpc() throws IOException {
        try (StubbornReplica http = new StubbornReplica("HTTP/1.1 400 No\r\n\r\n")) {
            http.answer();
            String model = world.serveAt("{}", http.endpoint());

            assertThat(code(() -> proxy.modelInfer(infer(model))))
                    .isEqualTo(Status.Code.UNIMPLEMENTED);
        }
    }

    @Test
    void shouldTakeNothingElseForACall() {
        var answer = world.post("/inference.GRPCInferenceService/ModelInfer", "{}");

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body()).contains("application/grpc");
    }

    private ManagedChannel channel(String authority) {
        return NettyChannelBuilder.forAddress("127.0.0.1", world.proxy().getPort())
                .overrideAuthority(authority)
                .maxInboundMessageSize(8 * LARGE)
                .usePlaintext()
                .build();
    }

    private static ModelInferRequest infer(String model) {
        return ModelInferRequest.newBuilder().setModelName(model).setId("1").build();
    }

    private static Status.Code code(Runnable call) {
        return refused(call).getStatus().getCode();
    }

    private static StatusRuntimeException refused(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException e) {
            return e;
        }
        throw new AssertionError("The call was answered");
    }

    /// Never answers.
    private static final class Silent extends Inference {

        private final AtomicReference<Context> inside;
        private final AtomicBoolean cancelled;

        Silent(AtomicReference<Context> inside, AtomicBoolean cancelled) {
            this.inside = inside;
            this.cancelled = cancelled;
        }

        @Override
        public void modelInfer(
                ModelInferRequest request, StreamObserver<ModelInferResponse> answer) {
            Context.current().addListener(_ -> cancelled.set(true), Runnable::run);
            inside.set(Context.current());
        }
    }
}
