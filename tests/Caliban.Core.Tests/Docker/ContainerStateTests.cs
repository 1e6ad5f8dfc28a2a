using Caliban.Core.Docker;

namespace Caliban.Core.Tests.Docker;

public sealed class ContainerStateTests
{
    [Theory]
    [InlineData("Created", ContainerPhase.Created, null)]
    [InlineData("Up 2 minutes", ContainerPhase.Running, null)]
    [InlineData("Up 3 seconds (Paused)", ContainerPhase.Running, null)]
    [InlineData("Restarting (1) 4 seconds ago", ContainerPhase.Running, null)]
    [InlineData("Removal In Progress", ContainerPhase.Running, null)]
    [InlineData("Exited (0) 2 minutes ago", ContainerPhase.Exited, 0)]
    [InlineData("Exited (137) Less than a second ago", ContainerPhase.Exited, 137)]
    [InlineData("Dead", ContainerPhase.Exited, null)]
    public void What_the_list_says_is_a_state(string status, ContainerPhase phase, int? exitCode) =>
        Assert.Equal(new ContainerState(phase, exitCode), ContainerState.Parse(status));
}
