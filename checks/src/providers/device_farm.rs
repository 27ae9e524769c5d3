//! Tests on devices, with AWS Device Farm.

use super::{ConfigurationKey, Form, OutputVariables, Provider};

/// A test of an app on a pool of devices.
pub static TEST: Provider = Provider {
    inputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("AppType", "What the app is made for.").one_of(&["iOS", "Android", "Web"]),
        ConfigurationKey::required("ProjectId", "The project in Device Farm."),
        // Web applications have no file, and the version is not looked at.
        ConfigurationKey::optional("App", "The file of the artifact that is the app."),
        ConfigurationKey::optional("AppiumVersion", "The version of Appium."),
        ConfigurationKey::required("DevicePoolArn", "The pool of devices."),
        ConfigurationKey::required("TestType", "The framework of the tests."),
        ConfigurationKey::optional("RadioBluetoothEnabled", "Whether Bluetooth is on.").boolean(),
        ConfigurationKey::optional("RecordAppPerformanceData", "Whether the app's performance is recorded.").boolean(),
        ConfigurationKey::optional("RecordVideo", "Whether the screen is recorded.").boolean(),
        ConfigurationKey::optional("RadioWifiEnabled", "Whether Wi-Fi is on.").boolean(),
        ConfigurationKey::optional("RadioNfcEnabled", "Whether NFC is on.").boolean(),
        ConfigurationKey::optional("RadioGpsEnabled", "Whether GPS is on.").boolean(),
        ConfigurationKey::optional("Test", "The file of the artifact that defines the tests."),
        ConfigurationKey::optional("FuzzEventCount", "How many events a fuzz test makes.")
            .form(Form::Number(1, 10_000)),
        ConfigurationKey::optional("FuzzEventThrottle", "How many milliseconds it waits between them.")
            .form(Form::Number(1, 1_000)),
        ConfigurationKey::optional("FuzzRandomizerSeed", "The seed of its random numbers."),
        ConfigurationKey::optional("CustomHostMachineArtifacts", "Where artifacts are kept on the host."),
        ConfigurationKey::optional("CustomDeviceArtifacts", "Where artifacts are kept on the device."),
        ConfigurationKey::optional("UnmeteredDevicesOnly", "Whether only devices without a meter are used.").boolean(),
        ConfigurationKey::optional("JobTimeoutMinutes", "How long a test may take on a device, in minutes."),
        ConfigurationKey::optional("Latitude", "Where the device seems to be."),
        ConfigurationKey::optional("Longitude", "Where the device seems to be."),
    ],
    output_variables: OutputVariables::AndOthers(&[]),
    ..Provider::new(
        "Test",
        "DeviceFarm",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-DeviceFarm.html",
    )
};
