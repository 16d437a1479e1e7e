package dev.groundwork.emulator.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.NoCredentials;
import com.google.cloud.WriteChannel;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Google's own Java client of Cloud Storage, unchanged.
class GoogleStorageClientTest {
  @TempDir private Path folder;

  private CloudStorage emulator;
  private com.google.cloud.storage.Storage storage;

  @BeforeEach
  void open() {
    emulator = new CloudStorage(folder);
    storage =
        StorageOptions.newBuilder()
            .setProjectId(CloudStorage.MINE)
            .setHost(emulator.url())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();
    storage.create(BucketInfo.of("clients-box"));
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  @Test
  void writes_reads_lists_and_deletes_objects() {
    Blob made =
        storage.create(
            BlobInfo.newBuilder("clients-box", "a/b.txt").setContentType("text/plain").build(),
            "hello".getBytes(StandardCharsets.UTF_8));

    assertThat(storage.readAllBytes(BlobId.of("clients-box", "a/b.txt")))
        .asString()
        .isEqualTo("hello");
    assertThat(storage.list("clients-box").iterateAll())
        .extracting(Blob::getName)
        .containsExactly("a/b.txt");
    assertThat(made.getContentType()).isEqualTo("text/plain");
    assertThat(storage.delete("clients-box", "a/b.txt")).isTrue();
    assertThat(storage.get("clients-box", "a/b.txt")).isNull();
  }

  @Test
  void writes_in_parts() throws Exception {
    try (WriteChannel channel =
        storage.writer(BlobInfo.newBuilder("clients-box", "parts").build())) {
      channel.setChunkSize(256 * 1024);
      var _ = channel.write(ByteBuffer.wrap(new byte[600_000]));
    }

    assertThat(storage.get("clients-box", "parts").getSize()).isEqualTo(600_000);
  }

  @Test
  void is_refused_when_a_generation_is_no_longer_the_newest() {
    BlobInfo info = BlobInfo.newBuilder("clients-box", "one").build();
    storage.create(info, new byte[] {1}, BlobTargetOption.doesNotExist());

    assertThatThrownBy(() -> storage.create(info, new byte[] {2}, BlobTargetOption.doesNotExist()))
        .isInstanceOf(StorageException.class)
        .satisfies(e -> assertThat(((StorageException) e).getCode()).isEqualTo(412));
  }
}
