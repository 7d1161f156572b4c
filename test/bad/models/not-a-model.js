// A default export that is not a model.
export default { layers: [784, 300, 10] }
