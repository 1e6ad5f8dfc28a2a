using Caliban.Core.Registries;
using Caliban.Testing.Registries;

namespace Caliban.Core.Tests.Registries;

/// <summary>Blobs, to and from a registry that fails on purpose.</summary>
public sealed class BlobTests
{
    private static readonly byte[] Content = Blobs.Of(3_000_000);

    [Theory]
    [InlineData("/v2/{path}/blobs/uploads/{id}")]
    [InlineData("/v2/{path}/blobs/uploads/{id}?_state=a%2Bb%3D%3D&x=~")]
    [InlineData("{base}/v2/{path}/blobs/uploads/{id}")]
    [InlineData("{base}/v2/{path}/blobs/uploads/{id}?_state=a%2Bb%3D%3D")]
    [InlineData("{id}?y=1")]
    public async Task An_upload_goes_where_the_registry_says(string location)
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.UploadLocation = location;

        Assert.Equal(1, await trial.UploadAsync(Content));

        Assert.Equal(Content, Assert.Single(trial.Registry.Store.Blobs).Value);
        Assert.Empty(trial.Registry.Violations);
        Assert.Empty(trial.Said);
    }

    [Fact]
    public async Task An_empty_blob_is_uploaded()
    {
        await using var trial = await Trial.StartAsync();

        await trial.UploadAsync([]);

        Assert.True(await trial.Repository.HasBlobAsync(ContentDigest.Of([]), CancellationToken.None));
        Assert.Empty(trial.Registry.Violations);
    }

    [Fact]
    public async Task A_broken_upload_begins_again_with_all_of_the_content()
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Add(RegistryFault.Cut("PUT", "/blobs/", afterBytes: 1_000_000));

        Assert.Equal(2, await trial.UploadAsync(Content));

        Assert.Equal(Content, Assert.Single(trial.Registry.Store.Blobs).Value);
        Assert.Equal(["POST", "PUT", "HEAD", "POST", "PUT"], trial.Registry.Requests.Select(request => request.Method));
        Assert.Contains("attempt 2 of 5", Assert.Single(trial.Said));
        Assert.Empty(trial.Registry.Violations);
    }

    [Fact]
    public async Task A_blob_whose_confirmation_was_lost_is_not_sent_twice()
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Add(new RegistryFault("PUT", "/blobs/", async context =>
        {
            using var content = new MemoryStream();
            await context.Request.Body.CopyToAsync(content);
            trial.Registry.Store.Add(Trial.Path, content.ToArray());
            context.Abort();
            return true;
        }));

        Assert.Equal(1, await trial.UploadAsync(Content));

        Assert.Equal(Content.Length, trial.Registry.UploadedBytes);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_overloaded_registry_gets_the_content_when_it_recovers(int status)
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Add(RegistryFault.Status("POST", "/blobs/", status));
        trial.Registry.Add(RegistryFault.Status("PUT", "/blobs/", status));

        await trial.UploadAsync(Content);

        Assert.Equal(Content, Assert.Single(trial.Registry.Store.Blobs).Value);
        Assert.All(trial.Said, said => Assert.Contains($"it answered {status}", said));
    }

    [Fact]
    public async Task A_large_blob_is_not_sent_to_a_registry_that_refuses_it_first()
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Add(RegistryFault.Status("PUT", "/blobs/", 413, """{"errors":[{"code":"SIZE_INVALID","message":"too\u0007 big\u001b[31m"}]}"""));

        var diagnostic = await Trial.FailsAsync(() => trial.UploadAsync(Blobs.Of(20_000_000)));

        Assert.Equal("CAL3057", diagnostic.Descriptor.Code);
        Assert.Contains("413", diagnostic.Message);
        Assert.Contains("SIZE_INVALID: too big [31m", diagnostic.Message);
        Assert.Equal(0, trial.Registry.UploadedBytes);
        Assert.Empty(trial.Said);
    }

    [Fact]
    public async Task A_registry_that_stays_broken_is_named_after_five_attempts()
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Add(RegistryFault.Cut("PUT", "/blobs/") with { Times = 9 });

        var diagnostic = await Trial.FailsAsync(() => trial.UploadAsync(Content));

        Assert.Equal("CAL3052", diagnostic.Descriptor.Code);
        Assert.Contains(trial.Host, diagnostic.Message);
        Assert.Equal(5, trial.Registry.Requests.Count(request => request.Method == "PUT"));
        Assert.Equal(4, trial.Clock.Waits.Count);
    }

    [Fact]
    public async Task A_registry_that_stores_something_else_is_found_out()
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Add(RegistryFault.Header("PUT", "/blobs/", "Docker-Content-Digest", ContentDigest.Of([1])));

        Assert.Equal("CAL3060", (await Trial.FailsAsync(() => trial.UploadAsync(Content))).Descriptor.Code);
    }

    [Fact]
    public async Task Content_that_changed_since_its_digest_was_computed_is_not_the_registrys_fault()
    {
        await using var trial = await Trial.StartAsync();
        Task Upload(Func<Stream> open) =>
            trial.Repository.UploadBlobAsync(Blobs.Describe(Content), _ => Task.FromResult(open()), CancellationToken.None);

        Assert.Equal("CAL3068", (await Trial.FailsAsync(() => Upload(() => new MemoryStream(Content[..^1])))).Descriptor.Code);
        Assert.Equal("CAL3068", (await Trial.FailsAsync(() => Upload(() => new MemoryStream([.. Content, 1])))).Descriptor.Code);
        Assert.Equal("CAL3068", (await Trial.FailsAsync(() => Upload(() => throw new FileNotFoundException("gone")))).Descriptor.Code);
        Assert.Empty(trial.Registry.Store.Blobs);
        Assert.Empty(trial.Said);
    }

    [Fact]
    public async Task A_cancelled_upload_ends_at_once()
    {
        await using var trial = await Trial.StartAsync();
        using var cancellation = new CancellationTokenSource();
        trial.Registry.Add(new RegistryFault("PUT", "/blobs/", async context =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        }));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            trial.Repository.UploadBlobAsync(Blobs.Describe(Content), _ => Task.FromResult<Stream>(new MemoryStream(Content)), cancellation.Token));
        Assert.Empty(trial.Said);
    }

    [Fact]
    public async Task A_registry_that_falls_silent_is_tried_again()
    {
        await using var trial = await Trial.StartAsync(idleTime: TimeSpan.FromMilliseconds(300));
        trial.Registry.Add(RegistryFault.Stall("HEAD", "/blobs/"));

        Assert.False(await trial.Repository.HasBlobAsync(ContentDigest.Of(Content), CancellationToken.None));
        Assert.Contains("no answer within 0.3 s", Assert.Single(trial.Said));
    }

    [Fact]
    public async Task A_blob_of_another_repository_is_taken_over_without_its_bytes()
    {
        await using var trial = await Trial.StartAsync();
        var digest = trial.Registry.Store.Add("team/base", Content);

        Assert.True(await trial.Repository.MountBlobAsync(digest, "team/base", CancellationToken.None));
        Assert.True(await trial.Repository.HasBlobAsync(digest, CancellationToken.None));
        Assert.Equal(0, trial.Registry.UploadedBytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(403)]
    [InlineData(405)]
    public async Task A_registry_that_does_not_take_over_says_so(int status)
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Mounts = false;
        if (status > 0)
        {
            trial.Registry.Add(RegistryFault.Status("POST", "mount=", status));
        }

        Assert.False(await trial.Repository.MountBlobAsync(trial.Registry.Store.Add("team/base", Content), "team/base", CancellationToken.None));
    }

    [Fact]
    public async Task A_blob_is_read_and_checked()
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Store.Add(Trial.Path, Content);

        Assert.Equal(Content, await Blobs.ReadAsync(await trial.Repository.OpenBlobAsync(Blobs.Describe(Content), CancellationToken.None)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_download_that_breaks_off_goes_on_from_there(bool knowsRanges)
    {
        await using var trial = await Trial.StartAsync();
        trial.Registry.Store.Add(Trial.Path, Content);
        trial.Registry.Add(Partial(Content, 1_000_000));
        if (!knowsRanges)
        {
            trial.Registry.Add(Partial(Content, 2_000_000));
        }

        Assert.Equal(Content, await Blobs.ReadAsync(await trial.Repository.OpenBlobAsync(Blobs.Describe(Content), CancellationToken.None)));
        Assert.Equal(knowsRanges ? 2 : 3, trial.Registry.Requests.Count(request => request.Method == "GET"));
    }

    [Fact]
    public async Task A_blob_that_is_not_what_it_should_be_is_not_passed_on_to_its_end()
    {
        await using var trial = await Trial.StartAsync();
        var blob = Blobs.Describe(Content);
        foreach (var wrong in (byte[][])[Blobs.Of(Content.Length, seed: 2), [.. Content, 1]])
        {
            trial.Registry.Store.Blobs[RegistryStore.Key(Trial.Path, blob.Digest)] = wrong;

            Assert.Equal("CAL3060", (await Trial.FailsAsync(async () => await Blobs.ReadAsync(await trial.Repository.OpenBlobAsync(blob, CancellationToken.None)))).Descriptor.Code);
        }
    }

    [Fact]
    public async Task A_blob_that_is_not_there_is_an_error()
    {
        await using var trial = await Trial.StartAsync();

        var diagnostic = await Trial.FailsAsync(() => trial.Repository.OpenBlobAsync(Blobs.Describe(Content), CancellationToken.None));

        Assert.Equal("CAL3057", diagnostic.Descriptor.Code);
        Assert.Contains("BLOB_UNKNOWN: so it is", diagnostic.Message);
    }

    /// <summary>Promises all and sends a part, whatever was asked for.</summary>
    private static RegistryFault Partial(byte[] content, int part) => new("GET", "/blobs/", async context =>
    {
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content.AsMemory(0, part));
        await context.Response.Body.FlushAsync();
        context.Abort();
        return true;
    });
}
